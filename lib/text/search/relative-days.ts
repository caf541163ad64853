import { monthsBefore } from '#lib/domain/instant.ts'

/** Whole UTC days, both included, each as its midnight. */
export interface Days {
  first: Date
  last: Date
}

type RelativeReader = (groups: Record<string, string | undefined>, today: Date) => Days | null

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const COUNT_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const COUNT = `(?<count>\\d{1,3}|${COUNT_WORDS.join('|')})`
const UNIT = '(?<unit>hour|day|week|month|quarter|year)s?'

/** Days named by how far they are from today, as patterns and what they mean; a reader answers null for what has no date. */
export const RELATIVE_SPELLINGS: readonly (readonly [form: string, read: RelativeReader])[] = [
  ['(?:the\\s+)?day\\s+before\\s+yesterday', (_, today) => single(addDays(today, -2))],
  ['yesterday', (_, today) => single(addDays(today, -1))],
  ['last\\s+night', (_, today) => ({ first: addDays(today, -1), last: today })],
  ['today|tonight|this\\s+(?:morning|afternoon|evening)|(?:right\\s+)?now|currently', (_, today) => single(today)],
  [
    `(?:the\\s+)?(?:last|past|previous)\\s+${COUNT}\\s?${UNIT}`,
    ({ count = '', unit = '' }, today) => {
      const first = before(today, toCount(count), unit.toLowerCase())
      return { first, last: today }
    },
  ],
  // "In the past week" ends today; "last week" is the one of the calendar.
  [
    '(?:the\\s+)?past\\s+(?<unit>day|week|month|quarter|year)',
    ({ unit = '' }, today) => ({ first: before(today, 1, unit.toLowerCase()), last: today }),
  ],
  [
    '(?<which>last|previous|this)\\s+(?<unit>week|month|quarter|year)',
    ({ which = '', unit = '' }, today) =>
      calendarUnit(today, which.toLowerCase() === 'this' ? 0 : 1, unit.toLowerCase()),
  ],
  [
    `(?:${COUNT}|an?)\\s+${UNIT}\\s+ago`,
    ({ count, unit = '' }, today) => {
      const ago = count === undefined ? 1 : toCount(count)
      switch (unit.toLowerCase()) {
        case 'hour':
          return { first: before(today, ago, 'hour'), last: today }
        case 'day':
          return single(addDays(today, -ago))
        default:
          return calendarUnit(today, ago, unit.toLowerCase())
      }
    },
  ],
  [
    `(?:last|this|on)\\s+(?<weekday>${WEEKDAYS.join('|')})(?!\\.\\w)`,
    ({ weekday = '' }, today) => {
      const ago = (today.getUTCDay() - WEEKDAYS.indexOf(weekday.toLowerCase()) + 7) % 7
      return single(addDays(today, -(ago === 0 ? 7 : ago)))
    },
  ],
]

/** The day from which `count` units reach to today; hours are rounded up to whole days. */
function before(today: Date, count: number, unit: string): Date {
  switch (unit) {
    case 'hour':
      return addDays(today, -Math.ceil(count / 24))
    case 'week':
      return addDays(today, -7 * count)
    case 'day':
      return addDays(today, -count)
    default:
      return monthsBefore(today, count * MONTHS_OF[unit as keyof typeof MONTHS_OF])
  }
}

const MONTHS_OF = { month: 1, quarter: 3, year: 12 }

/** The week (from Monday), month, quarter or year that was `ago` of them before the present one. */
function calendarUnit(today: Date, ago: number, unit: string): Days {
  if (unit === 'week') {
    const monday = addDays(today, -((today.getUTCDay() + 6) % 7) - 7 * ago)
    return { first: monday, last: addDays(monday, 6) }
  }
  const months = MONTHS_OF[unit as keyof typeof MONTHS_OF]
  const start = Math.floor(today.getUTCMonth() / months) * months - months * ago
  const year = today.getUTCFullYear()
  return { first: new Date(Date.UTC(year, start, 1)), last: new Date(Date.UTC(year, start + months, 0)) }
}

function toCount(text: string): number {
  return /^\d/.test(text) ? Number(text) : COUNT_WORDS.indexOf(text.toLowerCase()) + 1
}

function single(day: Date): Days {
  return { first: day, last: day }
}

export function addDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * 86_400_000)
}
