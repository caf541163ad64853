import { Cell, Row, Table } from '#components/admin/table.tsx'
import type { Finding } from '#components/admin/vendor/new-vendor.tsx'
import { PreviewList } from '#components/admin/vendor/preview-list.tsx'
import { Time } from '#components/text/time.tsx'
import { Button, FormError, type FormState, SelectField, stateOf, TextField } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'

interface Happening {
  externalId: string
  title: string
  startedAt: Date | null
}

interface Review {
  way: 'address' | 'source'
  pairs: { old: Happening; fresh: Happening }[]
  onlyOld: Happening[]
  onlyNew: Happening[]
  leftOpen: Happening[]
}

/** A longer list would not tell the admin more. */
const MAX_SHOWN = 200

/** Asks for the new address, pre-filled with the redirect that polls have seen. */
export function MoveForm({ source, state }: { source: AdminSource; state: FormState }) {
  const { id, vendor, key, url, movedTo, movedHint } = source
  const own = stateOf('examine', state)
  if (movedTo !== null) return <MoveBack source={source} movedTo={movedTo} state={state} />
  return (
    <Section title="New address" isRuled={false}>
      <form method="post" action={`/admin/sources/${id}/move/examine`} className="grid max-w-140 gap-3">
        <input type="hidden" name="form" value="examine" />
        <FormError state={own} />
        <p className="max-w-[68ch] wrap-anywhere">
          Use this if a vendor has moved its status page to another address or platform. The history of {key}
          {url === null ? '' : `, read at ${url},`} continues there, and permalinks keep working. To read a second page
          in addition to this one,{' '}
          <a href={`/admin/vendors/${vendor}`} className="linked">
            add a source
          </a>{' '}
          instead.
        </p>
        {movedHint !== null && (
          <p role="note" className="max-w-[68ch] border-ink border-l-2 pl-3.5 text-small wrap-anywhere">
            {movedHint.evidence} Seen by {formatCount(movedHint.times, 'poll')} since{' '}
            <Time at={new Date(movedHint.since)} zone />.
          </p>
        )}
        <TextField
          name="url"
          label="Status page URL"
          required
          inputMode="url"
          value={movedHint?.url ?? ''}
          hint="We check the address and show how the incidents match before anything is saved."
          state={own}
        />
        <p>
          <Button look="main">Check</Button>
        </p>
      </form>
    </Section>
  )
}

function MoveBack({ source, movedTo, state }: { source: AdminSource; movedTo: string; state: FormState }) {
  return (
    <Section title="Moved" isRuled={false}>
      <form method="post" action={`/admin/sources/${source.id}/change`} className="grid max-w-140 gap-3">
        <input type="hidden" name="form" value="moveBack" />
        <input type="hidden" name="vendor" value={source.vendor} />
        <FormError state={stateOf('moveBack', state)} />
        <p className="max-w-[68ch] wrap-anywhere">
          The history of {source.key} continues in {movedTo}. If you undo the move, the site reads {source.key} again
          and it decides the vendor’s state. Permalinks of incidents that matched lead back to it, and incidents that
          only one of the two has still count. Nothing is lost either way.
        </p>
        <p>
          <Button look="danger" name="operation" value="moveBack">
            Undo the move
          </Button>
        </p>
      </form>
    </Section>
  )
}

/** What was found at the new address, how its incidents match, and the form that continues the history there. */
export function MoveReviewParts({
  source,
  id,
  finding: { platformName, url, evidence, preview },
  review,
  query,
  state,
}: {
  source: AdminSource
  /** Id of the detection. */
  id: string
  finding: Finding
  review: Review
  query: { tolerance: number; notDuplicates: string[] }
  state: FormState
}) {
  const { way, pairs, onlyOld, onlyNew, leftOpen } = review
  return (
    <>
      <Section title="Found" isRuled={false}>
        <p className="max-w-[68ch]">
          <b className="font-[620]">{platformName}</b> at <span className="wrap-anywhere">{url}</span>.
        </p>
        <p className="mt-1 max-w-[68ch] text-small text-soft wrap-anywhere">How we know: {evidence}.</p>
        <p className="mt-2 max-w-[68ch]">{wayWords(way, source.key)}</p>
      </Section>
      <Section title="Matching incidents">
        <p className="max-w-[68ch]">
          {formatCount(pairs.length, 'incident')} matched; {onlyOld.length} only on the old page; {onlyNew.length} only
          on the new page, of those that it lists now. Older incidents are matched once they are read.
        </p>
        <form method="get" action={`/admin/sources/${source.id}/move`} className="mt-3 flex flex-wrap items-end gap-3">
          <input type="hidden" name="detection" value={id} />
          <SelectField
            name="tolerance"
            label="Match same titles with starts at most this far apart"
            value={String(query.tolerance)}
            options={toleranceOptions(query.tolerance)}
            className="w-64"
          />
          <Button>Match again</Button>
        </form>
        {leftOpen.length > 0 && (
          <p role="note" className="mt-3 max-w-[68ch] border-ink border-l-2 pl-3.5 text-small">
            {formatCount(leftOpen.length, 'incident')} of the old page {leftOpen.length === 1 ? 'is' : 'are'} still open
            and not on the new page, which will not say that {leftOpen.length === 1 ? 'it is' : 'they are'} over.
            Correct the end after the move: {leftOpen.map(({ title }) => `“${title}”`).join(', ')}.
          </p>
        )}
      </Section>
      <Section title="Move">
        <form method="post" action={`/admin/sources/${source.id}/move/save`} className="grid gap-4">
          <input type="hidden" name="form" value="move" />
          <input type="hidden" name="detection" value={id} />
          <input type="hidden" name="tolerance" value={query.tolerance} />
          <FormError state={stateOf('move', state)} />
          {way === 'source' && pairs.length > 0 && (
            <Table caption="Matched incidents" columns={['On the old page', 'On the new page', 'Different']}>
              {pairs.slice(0, MAX_SHOWN).map(({ old, fresh }) => (
                <Row key={old.externalId}>
                  <Cell>
                    <Named incident={old} />
                  </Cell>
                  <Cell>
                    <Named incident={fresh} />
                  </Cell>
                  <Cell>
                    <input
                      type="checkbox"
                      name="notDuplicates"
                      value={old.externalId}
                      aria-label={`“${old.title}” is a different incident`}
                    />
                  </Cell>
                </Row>
              ))}
            </Table>
          )}
          {query.notDuplicates.map((externalId) => (
            <input key={externalId} type="hidden" name="notDuplicates" value={externalId} />
          ))}
          <Listed title="Only on the old page: still counted" incidents={onlyOld} />
          <Listed title="Only on the new page: counted from the first read" incidents={onlyNew} />
          <p>
            <Button look="main">Move and read</Button>
          </p>
        </form>
      </Section>
      <Section title="Preview" aside="the newest, as they would appear">
        <PreviewList incidents={preview} />
      </Section>
    </>
  )
}

function wayWords(way: Review['way'], key: string): string {
  return way === 'address'
    ? `This is the same page at another address, with the same ids. The source ${key} is read there from now on; every permalink and figure stays as it is.`
    : `The new page becomes a separate source, and the primary source if ${key} was. ${key} is no longer read; its documents are kept and can be replayed. Permalinks of matched incidents redirect to the new incident (308), which counts once and takes over the corrections. All other incidents stay as they are. You can undo the move.`
}

function Listed({ title, incidents }: { title: string; incidents: Happening[] }) {
  if (incidents.length === 0) return null
  return (
    <details className="text-small">
      <summary className="linked">
        {title} ({incidents.length})
      </summary>
      <ul className="mt-2 grid gap-1">
        {incidents.slice(0, MAX_SHOWN).map((incident) => (
          <li key={incident.externalId}>
            <Named incident={incident} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Named({ incident: { title, startedAt } }: { incident: Happening }) {
  return (
    <span className="wrap-anywhere">
      <bdi>{title}</bdi>
      <span className="block text-label text-soft">
        {startedAt === null ? 'no date' : <Time at={startedAt} zone />}
      </span>
    </span>
  )
}

const TOLERANCES = [0, 5, 30, 120, 1_440]

function toleranceOptions(present: number) {
  return [...new Set([...TOLERANCES, present])]
    .sort((a, b) => a - b)
    .map((minutes) => ({
      value: String(minutes),
      label: minutes === 0 ? 'not at all' : formatCount(minutes, 'minute'),
    }))
}
