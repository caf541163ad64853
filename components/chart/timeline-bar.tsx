import { STATUS_WORDS } from '#components/text/incident-words.ts'
import { Time } from '#components/text/time.tsx'
import type { Status } from '#lib/domain/incident.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'

/** Labels closer together than this share of the bar would overlap. */
const ROOM_FOR_A_WORD = 11
const MAX_TICKS = 60

/** Shades, since the hues of impact say nothing about how far an incident has got. */
const PHASES = {
  investigating: 'fill-bar',
  identified: 'fill-bar [fill-opacity:0.75]',
  monitoring: 'fill-bar [fill-opacity:0.45]',
  resolved: 'fill-up',
  postmortem: 'fill-faint',
  scheduled: 'fill-faint',
  in_progress: 'fill-maintenance',
  verifying: 'fill-bar [fill-opacity:0.45]',
  completed: 'fill-up',
} as const satisfies Record<Status, string>

/**
 * An incident's span drawn to scale, with its updates as ticks: their status above, the time below. Decorative: the timeline below
 * says the same. Renders nothing where the span has no length.
 */
export function TimelineBar({ incident }: { incident: IncidentView }) {
  const { startedAt, endedAt, updates } = incident
  if (startedAt === null || endedAt === null || endedAt <= startedAt || updates.length > MAX_TICKS) return null
  const shareOf = (instant: Date) =>
    (100 * (instant.getTime() - startedAt.getTime())) / (endedAt.getTime() - startedAt.getTime())
  const inside = updates.filter(({ postedAt }) => postedAt >= startedAt && postedAt <= endedAt)
  const ticks = inside.map((update) => ({ update, share: shareOf(update.postedAt) }))
  if (ticks.length < 2) return null
  const words = wordsAlong(ticks)
  return (
    <svg width="100%" height="56" aria-hidden="true" className="mt-7.5 overflow-visible">
      <rect y="22" width="100%" height="10" className="fill-faint" />
      {ticks.map(({ update, share }, index) => (
        <rect
          key={update.id}
          x={percent(share)}
          y="22"
          width={percent((ticks[index + 1]?.share ?? 100) - share)}
          height="10"
          className={phaseOf(inside, index)}
        />
      ))}
      {ticks.map(({ update, share }) => (
        <rect key={update.id} x={percent(share)} y="18" width="1.5" height="18" className="fill-ink" />
      ))}
      {words.map(({ update, share, isEnd }, index) => (
        <text
          key={update.id}
          x={percent(share)}
          y="11"
          textAnchor={isEnd ? 'end' : 'start'}
          className={`fill-soft text-[11px] ${index > 0 && !isEnd ? 'max-sm:hidden' : ''}`}
        >
          {update.status === null ? 'Update' : STATUS_WORDS[update.status]}
        </text>
      ))}
      <Clock x={0} at={startedAt} className="text-left" />
      {words
        .filter(({ share }) => share > ROOM_FOR_A_WORD && share < 100 - 2 * ROOM_FOR_A_WORD)
        .map(({ update, share }) => (
          <Clock key={update.id} x={share} at={update.postedAt} after={startedAt} className="text-left max-sm:hidden" />
        ))}
      <Clock x={100} at={endedAt} after={startedAt} className="-translate-x-full text-right" zone />
    </svg>
  )
}

/** A time below the bar, as HTML: only a `time` element follows the reader's choice of a zone. */
function Clock({
  x,
  at,
  after = at,
  className,
  zone = false,
}: {
  x: number
  at: Date
  after?: Date
  className: string
  zone?: boolean
}) {
  return (
    <foreignObject x={percent(x)} y="39" width="150" height="17" className="overflow-visible">
      <div className={`whitespace-nowrap text-[11px] text-soft leading-[17px] tabular-nums ${className}`}>
        <Time at={at} form="clock" after={after} zone={zone} />
      </div>
    </foreignObject>
  )
}

/** An update without a status keeps the previous phase. */
function phaseOf(updates: UpdateView[], index: number): string {
  const status = updates.slice(0, index + 1).findLast((update) => update.status !== null)?.status
  return status ? PHASES[status] : 'fill-faint'
}

interface Tick {
  update: UpdateView
  share: number
}

/** The ticks whose label is new and has room, and the last tick, whose label ends at it. */
function wordsAlong(ticks: Tick[]): (Tick & { isEnd: boolean })[] {
  const last = ticks.at(-1)
  const words: (Tick & { isEnd: boolean })[] = []
  for (const tick of ticks.slice(0, -1)) {
    const before = words.at(-1)
    const isNews = tick.update.status !== before?.update.status
    if (before !== undefined && (!isNews || tick.share - before.share < ROOM_FOR_A_WORD)) continue
    if (tick.share < 100 - 2 * ROOM_FOR_A_WORD) words.push({ ...tick, isEnd: false })
  }
  return last === undefined ? words : [...words, { ...last, isEnd: last.share > 50 }]
}

function percent(value: number): string {
  return `${Math.round(Math.max(0, value) * 100) / 100}%`
}
