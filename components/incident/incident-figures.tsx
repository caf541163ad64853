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
    'Measured between the start and end that the source gives, or else from its first update to the one that closed the incident.',
  single:
    'The vendor posted once, and that post already says the incident is over. The time of the post does not tell how long the incident lasted.',
  ongoing:
    'As far as we know, the incident has not ended. Totals count it up to now, or up to the last read if the source is no longer read; medians leave it out until it ends.',
  undated:
    'The source lists this incident without a time. Its neighbours in the list show between which days it started.',
  corrected:
    'An admin corrected the times; the section “Corrections” says who, when and why. We keep what the source says.',
  impossible: 'The source gives an end that is before the start. This counts as an incident but adds no downtime.',
  seen: 'The source does not give an end. The incident lasted at least until the last read or update that shows it open. Totals count that time; medians leave it out.',
  planned:
    'It is announced for a time that has not come yet, or dated ahead of our clock. It is not counted until it starts.',
  unclear:
    'We could not interpret the state or the times of this post. We keep it as a notice and do not count it until we can.',
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
      rule: 'What the duration is based on, and so how far you can trust it.',
      anchor: 'basis',
    },
    {
      key: 'mitigated',
      title: 'Time to mitigate',
      value: incident.timeToMitigateSeconds === null ? 'not posted' : formatDuration(incident.timeToMitigateSeconds),
      rule: 'From the start to the first update that says the vendor is monitoring a fix.',
      anchor: 'mitigate',
    },
    {
      key: 'impact',
      title: 'Impact',
      value: IMPACT_WORDS[incident.impact],
      rule: 'The vendor’s own rating. Without one we do not invent a rating: the incident ranks between minor and major.',
      anchor: 'impact',
    },
    {
      key: 'updates',
      title: 'Updates',
      value: formatInteger(incident.updateCount),
      rule: 'The timeline entries on record, including withdrawn ones.',
      anchor: 'sources',
    },
    {
      key: 'edited',
      title: 'Edited',
      value: edits === 0 ? 'not seen' : edits === 1 ? 'once' : `${formatInteger(edits)} times`,
      rule: 'How often we saw the vendor change what it had posted. The section “Edits” shows the earlier versions.',
      anchor: 'sources',
    },
    {
      key: 'seen',
      title: 'First seen',
      value: <Time at={incident.firstSeenAt} />,
      rule: 'When we first read about this incident. A time long after the start means that the incident came from an archive or was posted late.',
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
