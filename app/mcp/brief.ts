import { z } from 'zod'
import { DURATION_BASES, IMPACTS, type Impact, KINDS, STATUSES } from '#lib/domain/incident.ts'
import { FORECAST_BASES } from '#lib/domain/statistics/forecast.ts'
import { describeChanges, describeExpected, describeSpan } from '#lib/formats/text.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { describeDuration } from '#lib/text/duration-words.ts'

/** Few enough for a model's context, and for any vendor. */
const MAX_COMPONENTS = 12

export const instantSchema = z.iso.datetime()
export const nullableInstant = instantSchema.nullable()

/** An incident as lists have it: what it was, when, how long, the basis of that, and where to read more. */
export const briefSchema = z.object({
  id: z.string().describe('For get_incident.'),
  vendor: z.string().describe('Slug of the vendor.'),
  title: z.string().describe("The vendor's own words."),
  kind: z.enum(KINDS),
  impact: z.enum(IMPACTS).describe("The vendor's rating; unknown if it gave none."),
  status: z.enum(STATUSES).nullable(),
  startedAt: nullableInstant,
  endedAt: nullableInstant.describe('Null while it is open, and where the end is not known.'),
  when: z.string().describe('Start and end in words; for an undated incident, the limits of its time.'),
  durationSeconds: z.int().nullable().describe('Null means not reported, never zero.'),
  durationBasis: z.enum(DURATION_BASES),
  durationIsMinimum: z.boolean().describe('True if it lasted longer than that, because the end is not known.'),
  duration: z.string().describe('The duration in words, with its basis.'),
  expected: z
    .object({
      asOf: instantSchema,
      basis: z.enum(FORECAST_BASES),
      count: z.int().describe('How many past outages it is based on.'),
      medianSeconds: z.int().describe('Half of them were over within this time from `asOf`.'),
      boundSeconds: z.int().nullable().describe('The share of them were over within this time; null: no bound.'),
      share: z.number(),
    })
    .nullable()
    .describe('How long an open outage is likely to go on; null if it is not open, or too few like it are known.'),
  statedWindow: z
    .object({ from: instantSchema, to: instantSchema, quote: z.string() })
    .nullable()
    .describe("A window that the vendor's text states; in no total."),
  components: z.array(z.string()).describe(`At most ${MAX_COMPONENTS}.`),
  withdrawnAt: nullableInstant.describe('When the vendor removed it from its page.'),
  excluded: z.boolean().describe('True if it is not counted, after a correction, or withdrawn before it started.'),
  permalink: z.url(),
})
export type Brief = z.infer<typeof briefSchema>

export function toBrief(incident: IncidentView): Brief {
  const { id, vendor, title, kind, impact, status, durationSeconds, durationBasis, durationIsMinimum } = incident
  return {
    id,
    vendor,
    title,
    kind,
    impact,
    status,
    startedAt: toText(incident.startedAt),
    endedAt: toText(incident.endedAt),
    when: describeSpan(incident),
    durationSeconds,
    durationBasis,
    durationIsMinimum,
    duration: describeDuration(incident),
    expected: toExpected(incident),
    statedWindow: incident.statedWindow && {
      from: incident.statedWindow.from.toISOString(),
      to: incident.statedWindow.to.toISOString(),
      quote: incident.statedWindow.quote,
    },
    components: incident.components.slice(0, MAX_COMPONENTS),
    withdrawnAt: toText(incident.withdrawnAt),
    excluded: incident.excluded,
    permalink: incident.permalink,
  }
}

const RATED = {
  none: 'no impact',
  minor: 'minor',
  unknown: 'not rated',
  major: 'major',
  critical: 'critical',
} as const satisfies Record<Impact, string>

/** "- Courier: All services impacted (critical). Oct 20, 2025, 09:54 → 10:11 UTC; 17m, from start to end as reported. http://…" */
export function briefLine(incident: IncidentView): string {
  const { vendorName, title, kind, impact, permalink } = incident
  const rated = kind === 'incident' ? RATED[impact] : kind
  const facts = [
    `${describeSpan(incident)}; ${describeDuration(incident)}.`,
    ...describeExpected(incident),
    ...describeChanges(incident),
  ]
  return `- ${vendorName}: ${title} (${rated}). ${facts.join(' ')} ${permalink}`
}

function toExpected({ expected = null }: IncidentView): Brief['expected'] {
  if (expected === null) return null
  const { asOf, basis, count, medianSeconds, boundSeconds, share } = expected
  return { asOf: asOf.toISOString(), basis, count, medianSeconds, boundSeconds, share }
}

export function toText(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString()
}
