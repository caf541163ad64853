import { z } from 'zod'
import { TREND_REASONS, type TrendStatement } from '#lib/domain/statistics/chance.ts'
import { VERDICTS } from '#lib/domain/statistics/ratio.ts'
import { trendSentence } from '#lib/text/chance/chance-words.ts'
import { instantSchema } from './brief.ts'

/** The last twelve whole months against the twelve before; every figure is null where nothing can be said. */
export const trendFactsSchema = z.object({
  sentence: z.string().describe('What can be said, and how sure it is; or why nothing can be said.'),
  from: instantSchema.describe('The first day of the earlier twelve months.'),
  to: instantSchema.describe('The end of the later twelve months.'),
  direction: z.enum(VERDICTS).nullable().describe('In the later twelve months.'),
  latestPerMonth: z.number().nullable(),
  earlierPerMonth: z.number().nullable(),
  probability: z.number().nullable().describe('How often chance alone gives such a difference or a greater one.'),
  powerForDoubling: z.number().nullable().describe('With which probability a doubling would have been noticed.'),
  reason: z.enum(TREND_REASONS).nullable().describe('Why nothing can be said.'),
})

export function toTrendFacts(statement: TrendStatement): z.infer<typeof trendFactsSchema> {
  const { from, to, trend, reason } = statement
  return {
    sentence: trendSentence(statement),
    ...{ from: from.toISOString(), to: to.toISOString() },
    direction: trend?.direction ?? null,
    latestPerMonth: trend?.latestPerMonth ?? null,
    earlierPerMonth: trend?.earlierPerMonth ?? null,
    probability: trend?.probability ?? null,
    powerForDoubling: trend?.powerForDoubling ?? null,
    reason,
  }
}
