import { FigureMoves } from '#components/admin/figure-moves.tsx'
import { Time } from '#components/text/time.tsx'

/** One change that a run made, or would make. */
interface Change {
  incident: string | null
  title: string | null
  change: string
  update: string | null
  field: string | null
  before: unknown
  after: unknown
}

const CHANGE_WORDS: Record<string, string> = {
  created: 'New',
  changed: 'Changed',
  withdrawn: 'No longer listed',
  returned: 'Listed again',
  updateAdded: 'New update',
  updateChanged: 'Update changed',
  updateWithdrawn: 'Update removed',
  updateReturned: 'Update restored',
}

/** What changed: the vendor's headline figures first, then each incident. */
export function DiffList({ diff, isDryRun }: { diff: unknown[]; isDryRun: boolean }) {
  const changes = diff as Change[]
  const figures = changes.filter(({ change }) => change === 'figure')
  const incidents = Map.groupBy(
    changes.filter(({ change }) => change !== 'figure'),
    ({ incident }) => incident ?? '',
  )
  if (changes.length === 0)
    return <p className="text-soft">{isDryRun ? 'The run would change nothing.' : 'The run changed nothing.'}</p>
  return (
    <>
      {figures.length > 0 && (
        <div className="mb-5">
          <FigureMoves moves={figures.map(({ field, before, after }) => ({ figure: field ?? '', before, after }))} />
        </div>
      )}
      <ul className="grid gap-4 text-small">
        {[...incidents].map(([id, own]) => (
          <li key={id}>
            <p className="font-[580] wrap-anywhere">
              <bdi>{own[0]?.title ?? id}</bdi>
            </p>
            <ul className="mt-1 grid gap-1">
              {own.map((change) => (
                <ChangeLine key={`${change.change} ${change.update} ${change.field}`} change={change} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}

function ChangeLine({ change: { change, field, before, after } }: { change: Change }) {
  const isNew = change === 'created' || change === 'updateAdded'
  return (
    <li className="wrap-anywhere">
      <span className="text-soft">
        {CHANGE_WORDS[change] ?? change}
        {field !== null && `: ${field.replace(/([A-Z])/g, ' $1').toLowerCase()}`}
      </span>
      {field !== null && (
        <>
          {' '}
          <del className="text-soft">
            <Value value={before} />
          </del>{' '}
          <ins className="no-underline">
            <Value value={after} />
          </ins>
        </>
      )}
      {isNew && after !== null && (
        <>
          {' '}
          <Value value={after} />
        </>
      )}
    </li>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value !== 'string') return <code>{JSON.stringify(value)}</code>
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? <Time at={new Date(value)} zone /> : <bdi>{value}</bdi>
}
