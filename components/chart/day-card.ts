import type { DayKey } from '#lib/domain/days.ts'
import { formatDay } from '#lib/domain/format.ts'
import { bandsOf, cornerOf, type DayBand, dayAfter, dayAt } from './day-scale.ts'

/** What the card of a day says, as the server gives it. */
export interface DayCard {
  /** The page's own sentence of that day, which also says how much of it is known. */
  sentence: string
  /** `about`: "1h 17m · Major impact · Oct 20, 09:54 → 10:11 UTC". */
  incidents: { title: string; href: string; about: string }[]
  hasMore: boolean
}

/** A pointer that crosses squares asks for nothing. */
const REST_MS = 120
const LEAVE_MS = 300

const STEPS: Record<string, number> = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 }

interface Calendar {
  /** Has the first and the last day, and the addresses, in its data attributes. */
  frame: HTMLElement
  first: DayKey
  last: DayKey
  /** A drawing for each. */
  bands: (DayBand & { drawing: SVGSVGElement })[]
}

const texts = new Map<string, Promise<DayCard>>()
let shown: DayKey | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** Answers pointers, keys and taps anywhere on the page; see behaviours/days.ts. */
export function answerDays(event: Event, target: Element): void {
  const calendar = calendarAt(target)
  if (event instanceof KeyboardEvent) press(calendar, event, target)
  else if (event.type === 'click') tap(calendar, event as MouseEvent, target)
  else if (event.type === 'focusin') focus(calendar, target)
  else if ((event as PointerEvent).pointerType === 'mouse') point(calendar, event as PointerEvent, target)
}

function focus(calendar: Calendar | null, target: Element): void {
  if (calendar !== null && target.matches('section:focus-visible')) show(calendar, calendar.last)
  else if (!isInCard(target)) hide()
}

function point(calendar: Calendar | null, event: PointerEvent, target: Element): void {
  const day = calendar && dayUnder(calendar, event)
  if (calendar !== null && day !== null) {
    if (day === shown) clearTimeout(timer)
    else later(() => show(calendar, day), REST_MS)
  } else if (isInCard(target)) clearTimeout(timer)
  else if (shown !== null && event.type === 'pointerover') later(hide, LEAVE_MS)
}

function press(calendar: Calendar | null, event: KeyboardEvent, target: Element): void {
  if (event.key === 'Escape') hide()
  if (calendar === null || !target.matches('section')) return
  if (event.key === 'Enter' && shown !== null) location.assign(addressOf(calendar, shown))
  const step = STEPS[event.key]
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const day = shown === null ? calendar.last : dayAfter(shown, step)
  if (day >= calendar.first && day <= calendar.last) show(calendar, day)
}

/** A click opens the day; on touch screens, a tap shows the card, whose link opens it. */
function tap(calendar: Calendar | null, event: MouseEvent, target: Element): void {
  if (isInCard(target)) return
  const day = calendar && dayUnder(calendar, event)
  if (calendar === null || day === null) hide()
  else if (matchMedia('(hover: none)').matches) {
    event.preventDefault()
    show(calendar, day)
  } else if (target.closest('a') === null && event.button === 0) location.assign(addressOf(calendar, day))
}

function later(act: () => void, ms: number): void {
  clearTimeout(timer)
  timer = setTimeout(act, ms)
}

async function show(calendar: Calendar, day: DayKey): Promise<void> {
  clearTimeout(timer)
  const card = cardOf()
  if (card === null || day === shown) return
  shown = day
  mark(calendar, day)
  fill(card, calendar, day, null)
  card.showPopover()
  place(card, calendar, day)
  // Without an answer, the card is a link to the day.
  const text = await readText(calendar, day).catch(() => null)
  if (shown !== day || text === null) return
  fill(card, calendar, day, text)
  place(card, calendar, day)
}

function hide(): void {
  clearTimeout(timer)
  if (shown === null) return
  shown = null
  cardOf()?.hidePopover()
  document.querySelector('#day-mark')?.remove()
}

function readText({ frame }: Calendar, day: DayKey): Promise<DayCard> {
  const address = `${frame.dataset.card}${day}..${day}`
  const known = texts.get(address)
  if (known !== undefined) return known
  const text = fetch(address).then((answer): Promise<DayCard> => {
    if (!answer.ok) throw new Error(`${answer.status} for ${address}`)
    return answer.json()
  })
  texts.set(address, text)
  text.catch(() => texts.delete(address))
  return text
}

function fill(card: HTMLElement, calendar: Calendar, day: DayKey, text: DayCard | null): void {
  const link = element('a', formatDay(new Date(day)), 'linked')
  link.href = addressOf(calendar, day)
  const head = element('p', '')
  head.append(link)
  const list = element('ul', '')
  for (const { title, href, about } of text?.incidents ?? []) {
    const line = element('li', '', 'mt-2')
    const name = element('a', '', 'linked')
    name.href = href
    name.append(element('bdi', title))
    line.append(name, element('span', about, 'block text-soft text-label'))
    list.append(line)
  }
  card.replaceChildren(head)
  if (text === null) return
  card.append(element('p', text.sentence, 'mt-1 text-soft'), list)
  if (text.hasMore) card.append(element('p', 'The page of the day lists more.', 'mt-2 text-soft'))
}

/**
 * Below the square, or above it where there is no room below; never beyond the edge of the window. On narrow screens it stays at
 * the bottom, where its style puts it.
 */
function place(card: HTMLElement, calendar: Calendar, day: DayKey): void {
  const band = bandWith(calendar, day)
  if (band === undefined || matchMedia('(width < 40rem)').matches) return
  const { drawing } = band
  const box = drawing.getBoundingClientRect()
  const scale = box.width / drawing.viewBox.baseVal.width
  const { x, y } = cornerOf(day, band)
  const { width, height } = card.getBoundingClientRect()
  const [left, top, bottom] = [box.left + x * scale, box.top + y * scale, box.top + (y + band.size) * scale + 6]
  card.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`
  card.style.top = `${bottom + height > innerHeight && top > height ? top - height - 6 : bottom}px`
}

function mark(calendar: Calendar, day: DayKey): void {
  document.querySelector('#day-mark')?.remove()
  const band = bandWith(calendar, day)
  if (band === undefined) return
  const outline = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const { x, y } = cornerOf(day, band)
  const look = { fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'pointer-events': 'none' }
  for (const [name, value] of Object.entries({ id: 'day-mark', x, y, width: band.size, height: band.size, ...look }))
    outline.setAttribute(name, String(value))
  band.drawing.append(outline)
  // Keys may lead to a band beyond the edge of the window.
  if (calendar.frame.closest('section')?.matches(':focus')) outline.scrollIntoView({ block: 'nearest' })
}

function bandWith({ bands }: Calendar, day: DayKey): Calendar['bands'][number] | undefined {
  return bands.find(({ first, last }) => first <= day && day <= last)
}

function calendarAt(target: Element): Calendar | null {
  const frame = target.closest<HTMLElement>('[data-days]') ?? target.querySelector<HTMLElement>(':scope > [data-days]')
  if (frame === null || !(target.matches('section') || frame.contains(target))) return null
  const [first = '', last = ''] = frame.dataset.days?.split('..') ?? []
  const drawings = frame.querySelectorAll('svg')
  const bands = bandsOf(first, last).flatMap((band, index) => {
    const drawing = drawings[index]
    return drawing === undefined ? [] : { ...band, drawing }
  })
  return { frame, first, last, bands }
}

function dayUnder({ bands }: Calendar, { clientX, clientY }: MouseEvent): DayKey | null {
  for (const band of bands) {
    const box = band.drawing.getBoundingClientRect()
    const scale = box.width / band.drawing.viewBox.baseVal.width
    const day = dayAt({ x: (clientX - box.left) / scale, y: (clientY - box.top) / scale }, band)
    if (day !== null) return day
  }
  return null
}

function addressOf({ frame }: Calendar, day: DayKey): string {
  return `${frame.dataset.link}${day}..${day}`
}

function cardOf(): HTMLElement | null {
  return document.getElementById('day-card')
}

function isInCard(target: Element): boolean {
  return target.closest('#day-card') !== null
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string, className = '') {
  const made = document.createElement(name)
  made.textContent = text
  if (className !== '') made.className = className
  return made
}
