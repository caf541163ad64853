import type { Period } from '#lib/domain/incident.ts'
import type { CascadeIncident, CascadeLane, CascadeMention, CascadeView } from '#lib/queries/schemas.ts'

/** Pixels, from the top; what lies along the time is in percent of the width. */
export const AXIS_HEIGHT = 18
const NAME_HEIGHT = 18
const BAR_HEIGHT = 14
const ROW_HEIGHT = 18
const LANE_GAP = 14
/** More bars than these above each other would make a lane a page. */
const MAX_ROWS = 4
/** So narrow a bar is still seen, and hit. */
const LEAST_WIDTH = 0.9
/** Bars closer together than this share of the width get rows of their own, so that their words do not collide. */
const ROOM_FOR_A_WORD = 24
const ARROW_STEP = 1.4

export interface PlacedLane {
  lane: CascadeLane
  /** Where its name stands, and where its rows begin. */
  nameY: number
  top: number
  height: number
  bars: PlacedBar[]
  /** Incidents for which there is no room. */
  hidden: number
}

export interface PlacedBar {
  incident: CascadeIncident
  x: number
  width: number
  y: number
  height: number
}

export interface PlacedArrow {
  mention: CascadeMention
  x1: number
  y1: number
  x2: number
  y2: number
}

export interface CascadeLayout {
  height: number
  lanes: PlacedLane[]
  arrows: PlacedArrow[]
}

/** Where each bar and each arrow of a cascade is drawn. */
export function layOutCascade({ window, lanes, mentions }: CascadeView): CascadeLayout {
  let y = AXIS_HEIGHT
  const placed = lanes.map((lane): PlacedLane => {
    const nameY = y + NAME_HEIGHT - 5
    const top = y + NAME_HEIGHT
    const { bars, rows } = placeBars(lane, window, top)
    const height = Math.max(rows, 1) * ROW_HEIGHT
    y = top + height + LANE_GAP
    return { lane, nameY, top, height, bars, hidden: lane.incidents.length - bars.length }
  })
  return {
    height: y - LANE_GAP + 2,
    lanes: placed,
    arrows: placeArrows(mentions, placed, window),
  }
}

/** Percent of the window's width, with two decimals. */
export function shareOf(instant: Date, { from, to }: Period): number {
  const share = (100 * (instant.getTime() - from.getTime())) / Math.max(to.getTime() - from.getTime(), 1)
  return Math.round(100 * Math.min(Math.max(share, 0), 100)) / 100
}

/** Each bar in the first row that has room for it and its word. */
function placeBars(lane: CascadeLane, window: Period, top: number): { bars: PlacedBar[]; rows: number } {
  const ends: number[] = []
  const bars: PlacedBar[] = []
  for (const incident of lane.incidents) {
    const start = shareOf(incident.shown.from, window)
    const width = Math.max(shareOf(incident.shown.to, window) - start, LEAST_WIDTH)
    const x = Math.min(start, 100 - width)
    const free = ends.findIndex((end) => end <= x)
    const row = free === -1 ? ends.length : free
    if (row >= MAX_ROWS) continue
    ends[row] = Math.max(x + width, x + ROOM_FOR_A_WORD)
    bars.push({ incident, x, width, y: top + row * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2, height: BAR_HEIGHT })
  }
  return { bars, rows: ends.length }
}

/** Arrows of one incident stand beside each other, so that one that leads further does not run through another's tip. */
function placeArrows(mentions: CascadeMention[], lanes: PlacedLane[], window: Period): PlacedArrow[] {
  return [...Map.groupBy(mentions, ({ fromId }) => fromId).values()].flatMap((ofIncident) =>
    ofIncident.flatMap((mention, index) =>
      placeArrow(mention, lanes, window).map((arrow) => ({
        ...arrow,
        x1: Math.min(arrow.x1 + index * ARROW_STEP, 100),
        x2: Math.min(arrow.x2 + index * ARROW_STEP, 100),
      })),
    ),
  )
}

/** From the bar of what was posted, at the time of the posting, to the bar of what it names, or else to the middle of its lane. */
function placeArrow(mention: CascadeMention, lanes: PlacedLane[], window: Period): PlacedArrow[] {
  const fromLane = lanes.find(({ lane }) => lane.key === mention.fromLane)
  const toLane = lanes.find(({ lane }) => lane.key === mention.toLane)
  const from = fromLane?.bars.find(({ incident }) => incident.id === mention.fromId)
  if (from === undefined || toLane === undefined || fromLane === undefined) return []
  const to = toLane.bars.find(({ incident }) => incident.id === mention.toId)
  const isDown = fromLane.top < toLane.top
  const x1 = within(shareOf(mention.postedAt, window), from)
  const x2 = to === undefined ? x1 : within(x1, to)
  const y1 = isDown ? from.y + from.height : from.y
  const edge = to ?? { y: toLane.top + toLane.height / 2, height: 0 }
  return [{ mention, x1, y1, x2, y2: isDown ? edge.y : edge.y + edge.height }]
}

function within(x: number, { x: start, width }: PlacedBar): number {
  return Math.min(Math.max(x, start + LEAST_WIDTH / 2), start + width - LEAST_WIDTH / 2)
}
