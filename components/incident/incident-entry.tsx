import { IncidentIcon } from '#components/text/icon.tsx'
import { durationWords, impactWords, withdrawnWords } from '#components/text/incident-words.ts'
import { Time } from '#components/text/time.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath } from '#lib/url/path.ts'
import { IncidentWhen } from './incident-when.tsx'
import { StatedWindow } from './stated-window.tsx'
import { Timeline } from './timeline.tsx'

/** Lists shorten timelines and texts longer than this; the permalink has all of them. */
const MAX_UPDATES = 10
const FIRST_UPDATES = 3
const LAST_UPDATES = 5
const MAX_TEXT_LENGTH = 2_000

/** One incident in a list: title, duration, time, and timeline. */
export function IncidentEntry({ incident, level = 3 }: { incident: IncidentView; level?: 2 | 3 }) {
  const Heading = `h${level}` as const
  const href = incidentPath(incident.vendor, incident.id, incident.title)
  const { value, basis } = durationWords(incident)
  return (
    <article className="max-w-190">
      <header className="grid grid-cols-[1fr_auto] items-baseline gap-x-6">
        <Heading className="min-w-0 font-[620] text-title tracking-[-0.012em]">
          <a href={href} className="flex gap-x-2.5 wrap-anywhere hover:underline">
            <span className="flex h-[1.35em] items-center">
              <IncidentIcon kind={incident.kind} impact={incident.impact} />
            </span>
            <bdi>{incident.title}</bdi>
          </a>
        </Heading>
        <p className="row-span-2 self-start text-right">
          <b className="block whitespace-nowrap font-[620] text-title tabular-nums">{value}</b>
          <span className="block text-note text-soft max-sm:max-w-22">{basis}</span>
        </p>
        <p className="mt-px pl-5.25 text-label text-soft tabular-nums">
          <IncidentWhen incident={incident} />
          <Words incident={incident} />
        </p>
      </header>
      <div className="mt-3">
        <ListedTimeline incident={incident} href={href} />
      </div>
      <Remarks incident={incident} />
    </article>
  )
}

function Words({ incident }: { incident: IncidentView }) {
  const words = impactWords(incident)
  return (
    <>
      {words === null ? <span className="sr-only">, impact not rated</span> : <> · {words}</>}
      {incident.components.length > 0 && (
        <>
          {' · '}
          <bdi>{incident.components.slice(0, 3).join(', ')}</bdi>
          {incident.components.length > 3 && ` and ${incident.components.length - 3} more`}
        </>
      )}
    </>
  )
}

function ListedTimeline({ incident, href }: { incident: IncidentView; href: string }) {
  const { updates } = incident
  if (updates.length <= MAX_UPDATES)
    return <Timeline incident={incident} updates={updates} maxLength={MAX_TEXT_LENGTH} />
  const hidden = updates.slice(FIRST_UPDATES, -LAST_UPDATES)
  return (
    <>
      <Timeline incident={incident} updates={updates.slice(0, FIRST_UPDATES)} maxLength={MAX_TEXT_LENGTH} />
      <p className="ml-[5px] border-line border-l border-dashed py-3 pl-4 text-small">
        <a href={href} className="linked">
          {formatInteger(hidden.length)} more updates
        </a>
      </p>
      <Timeline
        incident={incident}
        updates={updates.slice(-LAST_UPDATES)}
        before={hidden.at(-1)}
        maxLength={MAX_TEXT_LENGTH}
      />
    </>
  )
}

/** What the reader should know besides the timeline. */
function Remarks({ incident }: { incident: IncidentView }) {
  const { statedWindow, declaredUpdateCount, updateCount, withdrawnAt } = incident
  const isCutShort = declaredUpdateCount !== null && declaredUpdateCount > updateCount
  if (statedWindow === null && !isCutShort && withdrawnAt === null) return null
  return (
    <div className="mt-3 grid gap-1 pl-5.25 text-small text-soft">
      {statedWindow !== null && (
        <p>
          <StatedWindow stated={statedWindow} startedAt={incident.startedAt} />
        </p>
      )}
      {isCutShort && (
        <p>
          The source claims {formatCount(declaredUpdateCount, 'update')} but lists{' '}
          {updateCount === 0 ? 'none' : formatInteger(updateCount)}.
        </p>
      )}
      {withdrawnAt !== null && (
        <p>
          The vendor has withdrawn this incident (<Time at={withdrawnAt} form="day" />
          ). {withdrawnWords(incident)}
        </p>
      )}
    </div>
  )
}
