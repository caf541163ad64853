import { z } from 'zod'
import { atMostSchema, type HistoryView, rateSchema } from '#lib/queries/schemas.ts'
import { hasData } from '#lib/text/coverage-words.ts'
import { instantSchema, nullableInstant, toText } from './brief.ts'

const whole = z.int().nullable()
const MAX_CARRIED_OVER = 50

/** How much of a window is known: what is not posted in the rest proves nothing. */
export const knownSchema = z.object({
  from: nullableInstant,
  to: nullableInstant,
  complete: z.boolean().describe('Whether the whole window is known.'),
  knownDays: z.int().describe('Days of the window of which 95 percent or more is known.'),
  days: z.int().describe('All days of the window.'),
})

/** The figures of a window. Every figure is null, never 0, where nothing of the window is known. */
export const figuresSchema = z.object({
  asOf: instantSchema,
  window: z.object({ from: instantSchema, to: instantSchema }),
  known: knownSchema,
  incidentCount: whole.describe('Incidents that started in the window.'),
  unknownDurationCount: whole.describe('Those of them whose duration is not reported.'),
  downtimeSeconds: whole.describe('Union of the incidents’ time in the window; overlapping time counts once.'),
  downtimeIsMinimum: z.boolean().describe('True if it was longer than that, because an end is not known.'),
  medianDurationSeconds: whole.describe('Null for fewer than five durations.'),
  p90DurationSeconds: whole,
  timeWithoutIncidentPercent: z
    .number()
    .nullable()
    .describe('Null unless 95 percent of the window is known. Not uptime.'),
  rates: z
    .object({ incidents: rateSchema.nullable(), downtimeSeconds: rateSchema.nullable() })
    .describe('By month; null for fewer than six known months.'),
  atMost: z
    .object({ all: atMostSchema.nullable(), major: atMostSchema.nullable() })
    .describe(
      'The most uptime that the postings allow; null where they set no limit, for under 60 known days, and under a filter.',
    ),
  carriedOver: z
    .array(z.string())
    .describe(`Ids of incidents from before the window, still open when it began; at most ${MAX_CARRIED_OVER}.`),
  unclearCount: z.int().describe('Postings that could not be interpreted, in no other figure.'),
})

export function toKnown({ from, to, complete, knownDays, days }: HistoryView['coverage']): z.infer<typeof knownSchema> {
  return { from: toText(from), to: toText(to), complete, knownDays, days }
}

export function toFigures(history: HistoryView): z.infer<typeof figuresSchema> {
  const isKnown = hasData(history)
  const figure = (value: number | null) => (isKnown ? value : null)
  return {
    asOf: history.asOf.toISOString(),
    window: { from: history.window.from.toISOString(), to: history.window.to.toISOString() },
    known: toKnown(history.coverage),
    incidentCount: figure(history.incidentCount),
    unknownDurationCount: figure(history.unknownDurationCount),
    downtimeSeconds: figure(history.downtimeSeconds),
    downtimeIsMinimum: history.downtimeIsMinimum,
    medianDurationSeconds: history.medianDurationSeconds,
    p90DurationSeconds: history.p90DurationSeconds,
    timeWithoutIncidentPercent: history.timeWithoutIncidentPercent,
    rates: history.rates,
    atMost: history.atMost,
    carriedOver: history.carriedOver.slice(0, MAX_CARRIED_OVER),
    unclearCount: history.unclearCount,
  }
}
