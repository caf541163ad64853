import { z } from 'zod'
import { historySummary } from '#components/history/history-sentence.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { formatInteger } from '#lib/domain/format.ts'
import { STATES } from '#lib/domain/incident.ts'
import { getEnv } from '#lib/env.ts'
import { getIncident, listIncidents } from '#lib/queries/incidents.ts'
import { findNamedVendor } from '#lib/queries/named-vendor.ts'
import { scopeOf } from '#lib/queries/scope.ts'
import { readVendor } from '#lib/queries/vendors.ts'
import { trendSentence } from '#lib/text/chance/chance-words.ts'
import { stateSentence } from '#lib/text/headline.ts'
import { filterToQuery } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { filterArguments, pageArguments, toFilter, vendorArgument } from '../arguments.ts'
import { briefLine, briefSchema, toBrief } from '../brief.ts'
import { figuresSchema, toFigures } from '../figures.ts'
import { defineTool } from '../tool.ts'
import { toTrendFacts, trendFactsSchema } from '../trend-facts.ts'

const MAX_MONTHS = 36

export const vendorHistory = defineTool({
  name: 'get_vendor_history',
  title: 'History of a vendor',
  description:
    "A vendor's incidents in a window with its figures: how many, how long, the longest, and how much of the window is known. Filters by kind, impact, status, component and words.",
  input: z.strictObject({ vendor: vendorArgument, ...filterArguments, ...pageArguments }),
  output: z.object({
    vendor: z.string(),
    name: z.string(),
    state: z.enum(STATES).describe('As of `asOf`.'),
    summary: z.string().describe('The figures as a sentence, with what they leave out.'),
    figures: figuresSchema,
    trend: trendFactsSchema
      .nullable()
      .describe(
        'Whether outages became more or less frequent; null under a filter of kind, impact, status, component or words.',
      ),
    longest: briefSchema.nullable().describe('The longest finished incident that started in the window.'),
    monthly: z
      .array(
        z.object({
          month: z.string(),
          incidentCount: z.int().nullable().describe('Null: nothing of the month is known.'),
          downtimeSeconds: z.int().nullable(),
        }),
      )
      .describe(`Oldest first; the newest ${MAX_MONTHS}.`),
    incidents: z.array(briefSchema).describe('Newest first.'),
    nextCursor: z.string().nullable(),
    page: z.url(),
  }),
  async answer({ vendor: text, ...asked }, now) {
    const filter = toFilter(asked, now)
    const row = await findNamedVendor(text)
    const scope = await scopeOf([row.id], filter, now)
    const [vendor, list] = await Promise.all([readVendor(row, scope), listIncidents(scope)])
    const { history } = vendor
    const longest = history.longest && (await getIncident(history.longest.id, scope.asOf))
    if (history.longest !== null && longest === null) throw new NotFoundError('The vendor has just been deleted.')
    const query = filterToQuery(filter, { cursor: null, limit: 24 })
    const page = `${getEnv().PUBLIC_URL}${vendorPath(row.slug)}${query === '' ? '' : `?${query}`}`
    const summary = historySummary(vendor, filter)
    const state = stateSentence({
      name: vendor.name,
      state: vendor.state,
      open: vendor.openIncidents,
      outageCount: vendor.openCounts.incident,
      lastGoodReadAt: vendor.checkedAt,
      lastKnownState: vendor.lastKnownState,
      isUnclear: vendor.isUnclear,
      asOf: filter.asOf,
    }).text
    return {
      text: [
        `${state}.`,
        summary,
        ...(vendor.trend ? [trendSentence(vendor.trend)] : []),
        ...(longest ? [`The longest:\n${briefLine(longest)}`] : []),
        ...(list.incidents.length > 0
          ? [`${list.incidents.length} of ${formatInteger(list.total)}, newest first:`]
          : []),
        ...list.incidents.map(briefLine),
        `Page: ${page}`,
      ].join('\n'),
      data: {
        vendor: row.slug,
        name: vendor.name,
        state: vendor.state,
        summary,
        figures: toFigures(history),
        trend: vendor.trend && toTrendFacts(vendor.trend),
        longest: longest && toBrief(longest),
        monthly: history.monthly
          .slice(-MAX_MONTHS)
          .map(({ month, incidentCount, downtimeSeconds }) => ({ month, incidentCount, downtimeSeconds })),
        incidents: list.incidents.map(toBrief),
        nextCursor: list.nextCursor,
        page,
      },
    }
  },
})
