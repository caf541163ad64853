import type { ReactNode } from 'react'
import { durationWords, IMPACT_WORDS } from '#components/text/incident-words.ts'
import { RuleNote } from '#components/text/rule-note.tsx'
import { Time } from '#components/text/time.tsx'
import { NoteButton } from '#components/ui/note.tsx'
import { formatDuration, formatInteger } from '#lib/domain/format.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import type { IncidentInFull } from '#lib/queries/schemas.ts'

const BASIS_RULES = {
  reported:
    'From the first to the last that the source says: its own start and end, else its first update and the one that closed it.',
  single: 'There is one posting, and it says that all is over. When it was typed says nothing of how long it lasted.',
  ongoing:
    'It has not ended as far as we know. Totals count it up to now, or up to the last reading where the source is not read any more; medians leave it out until it ends.',
  undated: 'The source lists it without any time. Its neighbours in the list tell between which days it lies.',
  corrected: 'An admin has corrected the times; who, when and why stands below. What the source says is kept.',
  impossible: 'The end that the source gives lies before its start. It counts as an incident, and adds no downtime.',
  seen: 'Nobody states its end. It lasted at least until the last reading or update that shows it open. Totals count that; medians leave it out.',
  planned: 'Maintenance that is announced and has not begun. It counts in nothing until it begins.',
  unclear:
    'The words for its state or its times were not understood. It is kept as a notice and counts in nothing until they are.',
} as const satisfies Record<DurationBasis, string>

/** One incident's figures, each with its rule. */
export function IncidentFigures({ incident }: { incident: IncidentInFull }) {
  const { value, basis } = durationWords(incident)
  const edits = incident.revisions.length
  const figures: { key: string; title: string; value: ReactNode; rule: string; anchor: string }[] = [
    { key: 'duration', title: 'Duration', value, rule: BASIS_RULES[incident.durationBasis], anchor: 'basis' },
    {
      key: 'basis',
      title: 'Basis',
      value: basis,
      rule: 'How far the duration can be trusted, and what it was taken from.',
      anchor: 'basis',
    },
    {
      key: 'mitigated',
      title: 'Time to mitigate',
      value: incident.timeToMitigateSeconds === null ? 'not posted' : formatDuration(incident.timeToMitigateSeconds),
      rule: 'From the start to the first update that says the vendor is watching a fix.',
      anchor: 'mitigate',
    },
    {
      key: 'impact',
      title: 'Impact',
      value: IMPACT_WORDS[incident.impact],
      rule: 'As the vendor rates it. Where it gives no rating, we make none up: it ranks between minor and major.',
      anchor: 'impact',
    },
    {
      key: 'updates',
      title: 'Updates',
      value: formatInteger(incident.updateCount),
      rule: 'Entries of the timeline that we hold, withdrawn ones among them.',
      anchor: 'sources',
    },
    {
      key: 'edited',
      title: 'Edited',
      value: edits === 0 ? 'never' : edits === 1 ? 'once' : `${formatInteger(edits)} times`,
      rule: 'How often the vendor has changed what it had said, as far as we have seen. What it said before is kept below.',
      anchor: 'sources',
    },
    {
      key: 'seen',
      title: 'First seen',
      value: <Time at={incident.firstSeenAt} />,
      rule: 'When we read of it first. Long after the start means that it comes from an archive, or was posted late.',
      anchor: 'sources',
    },
  ]
  return (
    <>
      <div className="whole mt-7.5">
        <dl className="grid grid-cols-2 gap-x-7 gap-y-4 border-line border-y py-4.5 print:grid-cols-4 md:flex md:flex-wrap md:justify-between">
          {figures.map((figure) => (
            <div key={figure.key}>
              <dt className="text-label text-soft">
                <NoteButton id={`rule-${figure.key}`}>{figure.title}</NoteButton>
              </dt>
              <dd className="mt-0.5 max-w-52 font-[580] text-figure tabular-nums leading-[1.3] tracking-[-0.01em]">
                {figure.value}
              </dd>
            </div>
          ))}
        </dl>
        <span data-end hidden />
      </div>
      {figures.map(({ key, title, rule, anchor }) => (
        <RuleNote key={key} id={`rule-${key}`} title={title} rule={rule} anchor={anchor} />
      ))}
    </>
  )
}
