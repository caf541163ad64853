import { InvalidInputError } from '#lib/domain/errors.ts'
import { formatLongDay } from '#lib/domain/format.ts'
import { formatQuarter, previousQuarter, type QuarterKey, quarterOf, quarterPeriod } from '#lib/domain/month.ts'

/** The last quarter that is over at `now`. */
export function lastQuarter(now: Date): QuarterKey {
  return previousQuarter(quarterOf(now))
}

/** The quarter of a report, "2026-Q3"; without one, the last that is over. Throws InvalidInputError for one that is not over. */
export function parseReportQuarter(text: string | null, now: Date): QuarterKey {
  const last = lastQuarter(now)
  const asked = text?.trim().toUpperCase() ?? ''
  if (asked === '') return last
  const period = quarterPeriod(asked)
  if (period === null || period.from.getTime() < 0)
    throw new InvalidInputError(`quarter must be a year and a quarter from 1970 on, such as ${last}.`, 'quarter')
  if (period.from > now)
    throw new InvalidInputError(
      `${formatQuarter(asked)} has not started. The last quarter that is over is ${last}.`,
      'quarter',
    )
  if (period.to > now)
    throw new InvalidInputError(
      `${formatQuarter(asked)} is not over before ${formatLongDay(period.to)}, so a report of it would change. The last quarter that is over is ${last}; for figures until now, use the stack with window=${asked}.`,
      'quarter',
    )
  return asked
}

/**
 * Throws InvalidInputError if everything known begins after the quarter. `since`: the first known instant of each vendor; null for
 * one of which nothing is held.
 */
export function refuseBeforeKnowledge(quarter: QuarterKey, since: readonly (Date | null)[], now: Date): void {
  const period = quarterPeriod(quarter)
  const known = since.filter((date) => date !== null).sort((a, b) => a.getTime() - b.getTime())
  const [first] = known
  if (period === null || since.length === 0 || (first !== undefined && first < period.to)) return
  const whose = since.length === 1 ? 'this vendor' : 'these vendors'
  if (first === undefined)
    throw new InvalidInputError(`We have no history of ${whose} yet, so there is no report of any quarter.`, 'quarter')
  const start = quarterOf(first)
  const isOver = (quarterPeriod(start)?.to ?? now) <= now
  throw new InvalidInputError(
    `We have no history of ${whose} in ${formatQuarter(quarter)}: it begins on ${formatLongDay(first)}. ${
      isOver ? `The first quarter with data is ${start}.` : `The first quarter with data, ${start}, is not over.`
    }`,
    'quarter',
  )
}
