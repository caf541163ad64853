import { Body } from '#components/text/body.tsx'
import { Time } from '#components/text/time.tsx'
import { Section } from '#components/ui/section.tsx'
import type { CorrectionView, IncidentInFull, RevisionView } from '#lib/queries/schemas.ts'
import { anchorOf } from './timeline.tsx'

/** Corrections by an admin, and earlier versions of the vendor's text. Renders nothing when there are neither. */
export function IncidentChanges({ incident }: { incident: IncidentInFull }) {
  return (
    <>
      {incident.corrections.length > 0 && (
        <Section title="Corrections" aside="by admins">
          <ul className="grid gap-4 text-small">
            {incident.corrections.map((correction) => (
              <Correction key={`${correction.field}${correction.createdAt.getTime()}`} correction={correction} />
            ))}
          </ul>
        </Section>
      )}
      {incident.revisions.length > 0 && (
        <Section title="Edits" aside="earlier versions">
          <ol className="grid gap-4 text-small">
            {incident.revisions.map((revision) => (
              <Revision key={keyOf(revision)} revision={revision} incident={incident} />
            ))}
          </ol>
        </Section>
      )}
    </>
  )
}

function keyOf({ updateId, field, document }: RevisionView): string {
  return `${updateId} ${field} ${document}`
}

function Correction({ correction }: { correction: CorrectionView }) {
  const { field, value, reason, author, createdAt, revokedAt } = correction
  return (
    <li className={revokedAt === null ? '' : 'text-soft'}>
      <p>
        <b className="font-[580]">{nameOf(field)}</b> set to <Value value={value} />
        {revokedAt !== null && (
          <>
            , revoked <Time at={revokedAt} zone />
          </>
        )}
      </p>
      <p className="text-soft">
        {reason} — {author}, <Time at={createdAt} zone />
      </p>
    </li>
  )
}

function Revision({ revision, incident }: { revision: RevisionView; incident: IncidentInFull }) {
  const update = incident.updates.find(({ id }) => id === revision.updateId)
  return (
    <li>
      <p className="text-soft">
        {update === undefined ? (
          <b className="font-[580] text-ink">{nameOf(revision.field)}</b>
        ) : (
          <a href={`#${anchorOf(update)}`} className="linked font-[580] text-ink">
            {nameOf(revision.field)} of the update posted <Time at={update.postedAt} />
          </a>
        )}
        , until <Time at={revision.seenAt} zone />
      </p>
      <Value value={revision.value} isMarkdown={update?.isMarkdown ?? false} />
    </li>
  )
}

/** Labels for fields whose own names would read oddly, since readers know them by the page's labels. */
const FIELD_WORDS: Record<string, string> = {
  body: 'Text',
  startedAt: 'Start',
  endedAt: 'End',
  statedStartedAt: 'Stated start',
  statedEndedAt: 'Stated end',
  scheduledFrom: 'Scheduled start',
  scheduledUntil: 'Scheduled end',
  postedAt: 'Time',
  sourceStatus: 'Status in the source’s own words',
  sourceImpact: 'Impact in the source’s own words',
  excluded: 'Not an outage',
}

/** "body" → "Text", "title" → "Title" */
function nameOf(field: string): string {
  const known = FIELD_WORDS[field]
  if (known !== undefined) return known
  const words = field.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** A field's value, of any JSON type. */
function Value({ value, isMarkdown = false }: { value: unknown; isMarkdown?: boolean }) {
  if (value === null || value === undefined || value === '') return <span className="text-soft">nothing</span>
  if (typeof value !== 'string') return <code>{JSON.stringify(value)}</code>
  const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
  return isInstant ? <Time at={new Date(value)} zone /> : <Body text={value} isMarkdown={isMarkdown} />
}
