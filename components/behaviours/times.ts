import { type TimeForm, timeText } from '#components/text/time-text.ts'
import { type IdleWork, inIdleSlices } from './idle.ts'
import { readSetting } from './settings.ts'

const MINUTE_MS = 60_000
const CLOCKS = 'time:is([data-form], [data-after]), [data-zone]'
const CLOCKS_AT_A_TIME = 25
/** Events by which all times come to be read that were not on the screen when the zone was chosen, and by which some do. */
const SHOWING_ALL = ['beforeprint', 'copy']
const SHOWING_MORE = ['scroll', 'toggle']

/** A time, or the name of the zone beside it. */
interface Clock {
  element: HTMLElement
  /** When the time before it on the page is; empty for the first. */
  before: string
}

let rest: IdleWork<Clock> | null = null

/** Shows times in the remembered zone, and fills elements marked `data-since` with the time elapsed. */
export function watchTimes(): void {
  if (readSetting('zone') === 'local') showTimesIn('local')
  else showOtherClock('utc')
  const options = { capture: true, passive: true }
  for (const event of SHOWING_ALL) addEventListener(event, () => rest?.flush(), options)
  // The page also scrolls by itself, where lines above the screen become longer or shorter.
  for (const event of SHOWING_MORE) addEventListener(event, () => rest?.flush(isNearScreen), options)
  showAges()
  setInterval(showAges, MINUTE_MS)
}

/**
 * Rewrites every time on the page in the same form: those on the screen at once, and the others while the reader is idle, since
 * the layout of all of a long page would keep the tap waiting that asked for it. If the reader scrolls or unfolds before that,
 * what comes near the screen is rewritten first; if the reader copies or prints, everything is.
 */
export function showTimesIn(zone: 'utc' | 'local'): void {
  rest?.cancel()
  const shift = zone === 'utc' ? (instant: Date) => instant : toLocalClock
  const textOf = ({ element, before }: Clock) => {
    if (!(element instanceof HTMLTimeElement))
      return zone === 'utc' ? 'UTC' : offsetName(new Date(element.dataset.zone ?? ''))
    const { form = 'clock', after } = element.dataset
    const seen = after === undefined ? null : shift(new Date(after || before))
    return timeText(form as TimeForm, shift(new Date(element.dateTime)), seen)
  }
  rest = inIdleSlices(listClocks(), CLOCKS_AT_A_TIME, (clock) => setText(clock.element, textOf(clock)))
  rest.flush(isOnScreen)
  showOtherClock(zone)
}

/** In their order on the page. */
function listClocks(): Clock[] {
  let before = ''
  return Array.from(document.querySelectorAll<HTMLElement>(CLOCKS), (element) => {
    const clock = { element, before }
    if (element instanceof HTMLTimeElement) before = element.dateTime
    return clock
  })
}

/** Changes the text that is there: for a new node, the browser would ask each `:has` above it again. */
function setText(element: Element, text: string): void {
  const [only, ...others] = element.childNodes
  if (only instanceof Text && others.length === 0) only.data = text
  else element.textContent = text
}

function isOnScreen({ element }: Clock): boolean {
  return isWithin(element, 0)
}

/** Whether a time is on the screen, or will be after a screenful of scrolling. */
function isNearScreen({ element }: Clock): boolean {
  return isWithin(element, innerHeight)
}

/** A rectangle of what is not laid out yet would have to be laid out first. */
function isWithin(element: Element, margin: number): boolean {
  if (element.checkVisibility?.({ contentVisibilityAuto: true }) === false) return false
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > -margin && top < innerHeight + margin
}

/** Writes elements marked `data-other-from` in the zone that the page is not using. */
function showOtherClock(zone: 'utc' | 'local'): void {
  const shift = zone === 'utc' ? toLocalClock : (instant: Date) => instant
  for (const element of document.querySelectorAll<HTMLElement>('[data-other-from]')) {
    const { otherFrom = '', otherTo } = element.dataset
    const from = new Date(otherFrom)
    const start = timeText('short', shift(from), null)
    const end = otherTo === undefined ? '' : ` → ${timeText('clock', shift(new Date(otherTo)), shift(from))}`
    const clock = zone === 'utc' ? `your time (${offsetName(from)})` : 'UTC'
    element.dataset.other = from.getTimezoneOffset() === 0 ? 'same in your time zone' : `${start}${end} ${clock}`
  }
}

/** An instant whose UTC reading equals the reader's local clock at `instant`. */
function toLocalClock(instant: Date): Date {
  return new Date(instant.getTime() - instant.getTimezoneOffset() * MINUTE_MS)
}

/** "UTC+2", "UTC−3:30" */
function offsetName(instant: Date): string {
  const minutes = -instant.getTimezoneOffset()
  const rest = Math.abs(minutes) % 60
  const hours = Math.floor(Math.abs(minutes) / 60)
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

function showAges(): void {
  const now = Date.now()
  for (const element of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const { since = '', word } = element.dataset
    element.dataset.age = `${word} ${ageText(now - Date.parse(since))}`.trim()
  }
}

const UNITS = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: MINUTE_MS },
] as const

/** "3 minutes ago" */
function ageText(ageMs: number): string {
  const unit = UNITS.find(({ ms }) => ageMs >= ms)
  if (unit === undefined) return 'just now'
  const count = Math.floor(ageMs / unit.ms)
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ago`
}
