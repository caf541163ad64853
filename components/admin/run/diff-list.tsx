import { type FigureMove, FigureMoves } from '#components/admin/figure-moves.tsx'
import { SpanTime, Time } from '#components/text/time.tsx'
import { formatDuration } from '#lib/domain/format.ts'

/** One change that a run made, or would make. */
export interface Change {
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
  const figures = figuresOf(diff)
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
          <FigureMoves moves={figures} />
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

/** The headline figures that a run changed, or would change. */
export function figuresOf(diff: unknown[]): FigureMove[] {
  return (diff as Change[])
    .filter(({ change }) => change === 'figure')
    .map(({ field, before, after }) => ({ figure: field ?? '', before, after }))
}

function ChangeLine({ change: { change, field, before, after } }: { change: Change }) {
  const isNewText = change === 'updateAdded' && after !== null
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
      {isNewText && (
        <>
          {' '}
          <Value value={after} />
        </>
      )}
      {change === 'created' && <When of={after as Created | null} />}
    </li>
  )
}

/** When a new incident happened, and for how long; null in differences stored before that was noted. */
type Created = { startedAt: string | null; endedAt: string | null; basis: string }

function When({ of }: { of: Created | null }) {
  if (of === null || of.startedAt === null) return null
  const from = new Date(of.startedAt)
  const to = of.endedAt === null ? null : new Date(of.endedAt)
  const seconds = to === null ? null : (to.getTime() - from.getTime()) / 1000
  return (
    <span className="tabular-nums">
      {' · '}
      <SpanTime from={from} to={to} form="instant" />
      {of.basis === 'reported' && seconds !== null && ` · ${formatDuration(seconds)}`}
      {of.basis === 'ongoing' && ' · open'}
    </span>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value !== 'string') return <code>{JSON.stringify(value)}</code>
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? <Time at={new Date(value)} zone /> : <bdi>{value}</bdi>
}
