import { DateTime } from 'luxon'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { earlier, latestOf } from '#lib/domain/instant.ts'
import type { Rule } from './rule.ts'

/** What a cool-down holds back; all else is a turn that nobody wants to hear of late. */
const COOLED: readonly AlertEventKind[] = [
  'updated',
  'corrected',
  'state_changed',
  'source_failing',
  'source_recovered',
]

type Timing = Pick<Rule, 'zone' | 'quietFrom' | 'quietUntil' | 'digestMinutes' | 'coolDownMinutes'>

/**
 * Until when an event of `at` waits by a rule; null for not at all. `coolUntil`: the end of the cool-down that the last message
 * about the same subject began.
 */
export function holdUntil(rule: Timing, kind: AlertEventKind, at: Date, coolUntil: Date | null): Date | null {
  const cooled = COOLED.includes(kind) && coolUntil !== null && coolUntil > at ? coolUntil : null
  const due = latestOf([cooled, rule.digestMinutes === null ? null : nextDigest(rule.zone, rule.digestMinutes, at)])
  return quietUntil(rule, due ?? at) ?? due
}

/**
 * The end of the cool-down that a message of `at` begins; null if it begins none. One that runs until `coolUntil` is not prolonged
 * by what it holds back.
 */
export function coolDownAfter({ coolDownMinutes }: Timing, at: Date, coolUntil: Date | null): Date | null {
  const isRunning = coolUntil !== null && coolUntil > at
  return coolDownMinutes === null || isRunning ? null : new Date(at.getTime() + coolDownMinutes * 60_000)
}

/** The end of the quiet hours that `at` is in; null outside of them. */
function quietUntil({ zone, quietFrom, quietUntil }: Timing, at: Date): Date | null {
  if (quietFrom === null || quietUntil === null) return null
  const local = DateTime.fromJSDate(at, { zone })
  const time = local.toFormat('HH:mm')
  const isPastMidnight = quietUntil < quietFrom
  const isQuiet = isPastMidnight ? time >= quietFrom || time < quietUntil : time >= quietFrom && time < quietUntil
  if (!isQuiet) return null
  const [hour = 0, minute = 0] = quietUntil.split(':').map(Number)
  const day = isPastMidnight && time >= quietFrom ? local.plus({ days: 1 }) : local
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate()
}

/** The end of the interval that `at` is in: intervals are counted from midnight in the rule's zone, and the last ends at the next. */
function nextDigest(zone: string, minutes: number, at: Date): Date {
  const midnight = DateTime.fromJSDate(at, { zone }).startOf('day')
  const nextMidnight = midnight.plus({ days: 1 }).toJSDate()
  if (minutes === 1440) return nextMidnight
  const passed = Math.floor((at.getTime() - midnight.toMillis()) / 60_000 / minutes)
  return earlier(new Date(midnight.toMillis() + (passed + 1) * minutes * 60_000), nextMidnight)
}
