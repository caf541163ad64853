import { z } from 'zod'
import { comparisonOf, comparisonSummary } from '#components/compare/compare-sentence.ts'
import { getEnv } from '#lib/env.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { findNamedVendor } from '#lib/queries/named-vendor.ts'
import { filterToQuery } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { MAX_COMPARED } from '#lib/url/vendor-choice.ts'
import { toFilter, vendorArgument, windowArguments } from '../arguments.ts'
import { instantSchema } from '../brief.ts'
import { figuresSchema, toFigures } from '../figures.ts'
import { defineTool } from '../tool.ts'

export const compare = defineTool({
  name: 'compare_vendors',
  title: 'Compare vendors',
  description:
    'Several vendors in one window. The verdict counts only the time that is known for all of them, and says where they cannot be compared.',
  input: z.strictObject({ vendors: z.array(vendorArgument).min(2).max(MAX_COMPARED), ...windowArguments }),
  output: z.object({
    verdict: z.string(),
    common: z
      .object({
        seconds: z.int(),
        periods: z.array(z.object({ from: instantSchema, to: instantSchema })).describe('At most the first 50.'),
      })
      .nullable()
      .describe('The part of the window that is known for all of them; null where there is none.'),
    vendors: z.array(
      z.object({
        vendor: z.string(),
        name: z.string(),
        figures: figuresSchema,
        common: z
          .object({
            incidentCount: z.int(),
            unknownDurationCount: z.int(),
            downtimeSeconds: z.int(),
            downtimeIsMinimum: z.boolean(),
          })
          .nullable()
          .describe('Within the common time; null where there is none.'),
      }),
    ),
    page: z.url(),
  }),
  async answer({ vendors: texts, ...asked }, now) {
    const filter = toFilter(asked, now)
    const rows = await Promise.all(texts.map(findNamedVendor))
    const slugs = [...new Set(rows.map(({ slug }) => slug))]
    const comparison = await compareVendors(slugs, filter, now)
    const verdict = comparisonSummary(comparisonOf(comparison, filter)) ?? 'A comparison needs at least two vendors.'
    const page = getEnv().PUBLIC_URL + choicePath('/compare', slugs, filterToQuery(filter))
    const hasCommon = comparison.common.periods.length > 0
    return {
      text: `${verdict}\nPage: ${page}`,
      data: {
        verdict,
        common: hasCommon
          ? {
              seconds: comparison.common.seconds,
              periods: comparison.common.periods
                .slice(0, 50)
                .map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() })),
            }
          : null,
        vendors: comparison.vendors.map(({ slug, name, history, common }) => ({
          vendor: slug,
          name,
          figures: toFigures(history),
          common: hasCommon
            ? {
                incidentCount: common.incidentCount,
                unknownDurationCount: common.unknownDurationCount,
                downtimeSeconds: common.downtimeSeconds,
                downtimeIsMinimum: common.downtimeIsMinimum,
              }
            : null,
        })),
        page,
      },
    }
  },
})
