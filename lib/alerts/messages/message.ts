import { formatCount } from '#lib/domain/format.ts'
import type { Impact, Kind } from '#lib/domain/incident.ts'

/** A line below the title: "Impact: major". */
export interface Fact {
  name: string
  value: string
}

/** What is sent of one event, in no service's form yet. All texts are plain. */
export interface EventMessage {
  type: 'event'
  /** The `webhook-id`. */
  id: string
  /** Of the event: "opened". */
  event: string
  /** "Outage opened" */
  what: string
  at: Date
  vendor: { slug: string; name: string; url: string }
  incident: {
    id: string
    kind: Kind
    impact: Impact
    title: string
    url: string
    startedAt: Date | null
    endedAt: Date | null
    components: string[]
  } | null
  facts: Fact[]
  /** The newest update; '' for none. */
  text: string
  /** "Duration: 1h 17m, from start to end as reported." once it is over; how old it was when it was found open; else ''. */
  ending: string
  /** Whether it ends what went before, or comes after the end: "resolved", "ended", an update of what has ended. */
  isOver: boolean
  /** What an event without an incident concerns: "state", or "sources/7". */
  subject: string
}

/** What is sent of several events at once. */
export interface DigestMessage {
  type: 'digest'
  id: string
  at: Date
  /** All of them. */
  count: number
  /** The latest of each incident, newest last; fewer than `count` where there are very many. */
  lines: { what: string; vendor: string; title: string; url: string; impact: Impact | null }[]
  /** How many incidents have no line. */
  more: number
  url: string
}

export interface TestMessage {
  type: 'test'
  id: string
  at: Date
  /** The name of the target. */
  target: string
  url: string
}

export type AlertMessage = EventMessage | DigestMessage | TestMessage

/** "Courier: Delivery API is slow" */
export function titleOf(message: AlertMessage): string {
  if (message.type === 'test') return 'Test of Outage History'
  if (message.type === 'digest') return formatCount(message.count, 'event')
  return message.incident === null ? message.vendor.name : `${message.vendor.name}: ${message.incident.title}`
}

/** The line above or before the title. */
export function whatOf(message: AlertMessage): string {
  if (message.type === 'test') return 'Test'
  return message.type === 'digest' ? 'Digest' : message.what
}

export function addressOf(message: AlertMessage): string {
  return message.type === 'event' ? (message.incident?.url ?? message.vendor.url) : message.url
}

/** The text below the title. */
export function textOf(message: AlertMessage): string {
  if (message.type === 'test') return `If you can read this, alerts reach the target “${message.target}”.`
  if (message.type === 'event') return message.text
  return [
    ...message.lines.map(({ what, vendor, title }) => `${what}: ${vendor}${title === '' ? '' : `: ${title}`}`),
    ...(message.more === 0 ? [] : [`… and ${message.more} more`]),
  ].join('\n')
}

export function factsOf(message: AlertMessage): Fact[] {
  return message.type === 'event' ? message.facts : []
}

export function endingOf(message: AlertMessage): string {
  return message.type === 'event' ? message.ending : ''
}

const COLOURS = { none: 0x6b7280, minor: 0xd9a400, unknown: 0x6b7280, major: 0xd9640a, critical: 0xc0182b } as const
const OVER = 0x2e7d4f

/** 24 bits, for services that draw a bar beside a message; never the only sign of anything. */
export function colourOf(message: AlertMessage): number {
  if (message.type !== 'event' || message.incident === null) return COLOURS.unknown
  return message.isOver ? OVER : COLOURS[message.incident.impact]
}
