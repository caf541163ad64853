import { formatDuration, formatSpan } from '#lib/domain/format.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { secondsBetween } from '#lib/domain/instant.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'
import { IMAGE, INK, MARGIN, picture, ROOM, SOFT, text, wrapText } from './picture.ts'
import { describeSpan, describeStatus } from './text.ts'

const LINE = '#e7e5e0'
const TITLE = { size: 60, lines: 3 } as const
const BAR = { top: 500, height: 22 } as const
/** Words closer together than this would overlap. */
const ROOM_FOR_A_WORD = 170
const MAX_TICKS = 60

const IMPACT_MARKS = {
  none: { colour: SOFT, path: 'M14 2a12 12 0 1 0 .1 0zM14 6a8 8 0 1 1-.1 0z', words: 'No impact' },
  minor: { colour: '#8a5a00', path: 'M0 2h28L14 27z', words: 'Minor impact' },
  unknown: { colour: SOFT, path: 'M14 2a12 12 0 1 0 .1 0zM14 6a8 8 0 1 1-.1 0z', words: 'Impact not rated' },
  major: { colour: '#b3430f', path: 'M14 1l14 25H0z', words: 'Major impact' },
  critical: { colour: '#a3123f', path: 'M14 0l14 14-14 14L0 14z', words: 'Critical impact' },
} as const satisfies Record<Impact, { colour: string; path: string; words: string }>

const PHASES = {
  investigating: '#b3430f',
  identified: '#b3430f',
  monitoring: '#8a5a00',
  resolved: '#0b6b5b',
  postmortem: '#a9aeb5',
  scheduled: '#a9aeb5',
  in_progress: '#1f5fbf',
  verifying: '#8a5a00',
  completed: '#0b6b5b',
} as const satisfies Record<Status, string>

/** A picture of an incident as SVG: who, what, how long, and its updates to scale. All text is in the Inter font. */
export function drawIncidentImage(incident: IncidentView): string {
  const lines = wrapText(incident.title, TITLE.size, ROOM, TITLE.lines)
  const below = 190 + lines.length * 72
  const mark = IMPACT_MARKS[incident.impact]
  const words = incident.kind === 'incident' ? mark.words : incident.kind === 'maintenance' ? 'Maintenance' : 'Notice'
  const colour = incident.kind === 'incident' ? mark.colour : '#1f5fbf'
  return picture(incident.vendorName, [
    ...lines.map((line, index) => text(line, MARGIN, 200 + index * 72, TITLE.size, INK, { weight: 600 })),
    `<g transform="translate(${MARGIN} ${below - 26})" fill="${colour}"><path d="${mark.path}"/></g>`,
    text(`${words} · ${lengthWords(incident)}`, MARGIN + 44, below, 32, INK, { weight: 600 }),
    text(whenWords(incident), MARGIN + 44, below + 44, 28, SOFT),
    ...(incident.statedWindow === null
      ? []
      : [text(statedWords(incident.statedWindow), MARGIN + 44, below + 84, 24, SOFT)]),
    ...drawBar(incident),
  ])
}

function lengthWords({ durationSeconds, durationBasis, durationIsMinimum }: IncidentView): string {
  if (durationSeconds === null) return durationBasis === 'planned' ? 'has not started' : 'duration not reported'
  if (durationIsMinimum) return `at least ${formatDuration(durationSeconds)}`
  return durationBasis === 'ongoing' ? `${formatDuration(durationSeconds)} so far` : formatDuration(durationSeconds)
}

/** "Its text says 2h 5m, Oct 20, 2025, 07:00 → 09:05 UTC; not in the totals" */
function statedWords({ from, to }: NonNullable<IncidentView['statedWindow']>): string {
  return `The vendor’s text says ${formatDuration(secondsBetween(from, to))}, ${formatSpan(from, to)}; not in the totals`
}

function whenWords(incident: IncidentView): string {
  const { startedAt, durationBasis } = incident
  const hasNoEnd = durationBasis === 'ongoing' || durationBasis === 'planned'
  return startedAt !== null && hasNoEnd ? formatSpan(startedAt, null) : describeSpan(incident)
}

/** The updates to scale; a plain line if there is no duration to draw. */
function drawBar({ startedAt, endedAt, updates }: IncidentView): string[] {
  const ground = `<rect x="${MARGIN}" y="${BAR.top}" width="${ROOM}" height="${BAR.height}" fill="${LINE}"/>`
  if (startedAt === null) return [ground]
  const to = endedAt ?? updates.at(-1)?.postedAt ?? startedAt
  const length = to.getTime() - startedAt.getTime()
  const inside = updates.filter(({ postedAt }) => postedAt >= startedAt && postedAt <= to)
  if (length <= 0 || inside.length < 2 || inside.length > MAX_TICKS) return [ground]
  const placeOf = (instant: Date) => MARGIN + Math.round((ROOM * (instant.getTime() - startedAt.getTime())) / length)
  const ticks = inside.map((update) => ({ update, x: placeOf(update.postedAt) }))
  return [
    ground,
    ...ticks.map(({ x }, index) => {
      const end = ticks[index + 1]?.x ?? MARGIN + ROOM
      return `<rect x="${x}" y="${BAR.top}" width="${end - x}" height="${BAR.height}" fill="${phaseOf(inside, index)}"/>`
    }),
    ...ticks.map(
      ({ x }) => `<rect x="${x - 1}" y="${BAR.top - 8}" width="3" height="${BAR.height + 16}" fill="${INK}"/>`,
    ),
    ...wordsAlong(ticks).map(({ update, x, isEnd }) =>
      text(describeStatus(update), x, BAR.top + 66, 24, SOFT, { anchor: isEnd ? 'end' : 'start' }),
    ),
  ]
}

/** An update without a status does not change the phase. */
function phaseOf(updates: UpdateView[], index: number): string {
  const status = updates.slice(0, index + 1).findLast((update) => update.status !== null)?.status
  return status ? PHASES[status] : LINE
}

interface Tick {
  update: UpdateView
  x: number
}

/** The ticks whose word is new and fits, and the last, whose word ends at it. */
function wordsAlong(ticks: Tick[]): (Tick & { isEnd: boolean })[] {
  const last = ticks.at(-1)
  const words: (Tick & { isEnd: boolean })[] = []
  for (const tick of ticks.slice(0, -1)) {
    const before = words.at(-1)
    const isNews = tick.update.status !== before?.update.status
    if (before !== undefined && (!isNews || tick.x - before.x < ROOM_FOR_A_WORD)) continue
    if (last === undefined || last.x - tick.x > 2 * ROOM_FOR_A_WORD) words.push({ ...tick, isEnd: false })
  }
  return last === undefined ? words : [...words, { ...last, isEnd: last.x > IMAGE.width / 2 }]
}
