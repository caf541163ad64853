import { STATUS_WORDS } from '#components/text/incident-words.ts'
import type { Status } from '#lib/domain/incident.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'

/** Labels closer together than this share of the bar would overlap. */
const ROOM_FOR_A_WORD = 11
const MAX_TICKS = 60

const PHASES = {
  investigating: 'fill-major',
  identified: 'fill-major',
  monitoring: 'fill-minor',
  resolved: 'fill-up',
  postmortem: 'fill-faint',
  scheduled: 'fill-faint',
  in_progress: 'fill-maintenance',
  verifying: 'fill-minor',
  completed: 'fill-up',
} as const satisfies Record<Status, string>

/**
 * An incident's span drawn to scale, with its updates as ticks. Decorative: the timeline below says the same. Renders nothing
 * where the span has no length.
 */
export function TimelineBar({ incident }: { incident: IncidentView }) {
  const { startedAt, endedAt, updates } = incident
  if (startedAt === null || endedAt === null || endedAt <= startedAt || updates.length > MAX_TICKS) return null
  const shareOf = (instant: Date) =>
    (100 * (instant.getTime() - startedAt.getTime())) / (endedAt.getTime() - startedAt.getTime())
  const inside = updates.filter(({ postedAt }) => postedAt >= startedAt && postedAt <= endedAt)
  const ticks = inside.map((update) => ({ update, share: shareOf(update.postedAt) }))
  if (ticks.length < 2) return null
  return (
    <svg width="100%" height="40" aria-hidden="true" className="mt-7.5 overflow-visible">
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
      {wordsAlong(ticks).map(({ update, share, isEnd }, index) => (
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
    </svg>
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
