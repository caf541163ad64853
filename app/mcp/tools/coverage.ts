import { z } from 'zod'
import { formatInteger } from '#lib/domain/format.ts'
import { COVERAGE_QUALITIES } from '#lib/domain/incident.ts'
import { getEnv } from '#lib/env.ts'
import { findNamedVendor } from '#lib/queries/named-vendor.ts'
import { scopeOf } from '#lib/queries/scope.ts'
import { readVendor } from '#lib/queries/vendors.ts'
import { coverageSentence } from '#lib/text/coverage-words.ts'
import { filterToQuery } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { filterArguments, toFilter, vendorArgument } from '../arguments.ts'
import { instantSchema, nullableInstant, toText } from '../brief.ts'
import { knownSchema, toKnown } from '../figures.ts'
import { defineTool } from '../tool.ts'

const MAX_PERIODS = 100
const MAX_SOURCES = 20

export const coverage = defineTool({
  name: 'get_coverage',
  title: 'What is known about a vendor',
  description:
    "Which time of a vendor's history is known, from which sources, when they were last read, and whether the vendor itself claims more incidents than are on record.",
  input: z.strictObject({
    vendor: vendorArgument,
    window: filterArguments.window.unwrap().default('all').describe('As for get_vendor_history; by default all time.'),
    asOf: filterArguments.asOf,
  }),
  output: z.object({
    vendor: z.string(),
    name: z.string(),
    summary: z.string(),
    window: z.object({ from: instantSchema, to: instantSchema }),
    known: knownSchema,
    periods: z
      .array(z.object({ from: instantSchema, to: instantSchema, quality: z.enum(COVERAGE_QUALITIES) }))
      .describe(`Oldest first; the newest ${MAX_PERIODS}.`),
    incidentCount: z.int().describe('Outages on record in the whole history.'),
    declaredIncidentCount: z.int().nullable().describe('How many the vendor itself claims, where it says so.'),
    declaredSince: nullableInstant,
    sources: z
      .array(
        z.object({
          platform: z.string(),
          url: z.string().nullable(),
          isPrimary: z.boolean(),
          isSample: z.boolean(),
          lastGoodReadAt: nullableInstant,
          lastTryFailedAt: nullableInstant.describe('Null when the newest try succeeded.'),
        }),
      )
      .describe(`At most ${MAX_SOURCES}.`),
    page: z.url(),
  }),
  async answer({ vendor: text, ...asked }, now) {
    const filter = toFilter(asked, now)
    const row = await findNamedVendor(text)
    const { name, history, held, sources } = await readVendor(row, await scopeOf([row.id], filter, now))
    const known = history.coverage
    const declared =
      known.declaredIncidentCount !== null && known.declaredIncidentCount > held.incidentCount
        ? ` ${name} itself says ${formatInteger(known.declaredIncidentCount)}; ${formatInteger(held.incidentCount)} are on record.`
        : ''
    const summary = `${coverageSentence(history.window, known)}${declared}`
    const query = filterToQuery(filter)
    const page = `${getEnv().PUBLIC_URL}${vendorPath(row.slug)}${query === '' ? '' : `?${query}`}`
    return {
      text: `${summary} ${formatInteger(known.knownDays)} of ${formatInteger(known.days)} days are known.\nPage: ${page}`,
      data: {
        vendor: row.slug,
        name,
        summary,
        window: { from: history.window.from.toISOString(), to: history.window.to.toISOString() },
        known: toKnown(known),
        periods: known.periods
          .slice(-MAX_PERIODS)
          .map(({ from, to, quality }) => ({ from: from.toISOString(), to: to.toISOString(), quality })),
        incidentCount: held.incidentCount,
        declaredIncidentCount: known.declaredIncidentCount,
        declaredSince: toText(known.declaredSince),
        sources: sources
          .slice(0, MAX_SOURCES)
          .map(({ platform, url, isPrimary, origin, lastGoodReadAt, lastTryFailedAt }) => ({
            platform,
            url,
            isPrimary,
            isSample: origin === 'sample',
            lastGoodReadAt: toText(lastGoodReadAt),
            lastTryFailedAt: toText(lastTryFailedAt),
          })),
        page,
      },
    }
  },
})
