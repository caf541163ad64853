import { z } from 'zod'
import { IMPACTS } from '#lib/domain/incident.ts'
import { getEnv } from '#lib/env.ts'
import { findNamedVendor } from '#lib/queries/named-vendor.ts'
import { answerSearch } from '#lib/queries/search/search-answer.ts'
import { listSearchMatches } from '#lib/queries/search.ts'
import { MAX_SEARCH_LENGTH } from '#lib/text/search/search-words.ts'
import { filterArguments, pageArguments, vendorArgument } from '../arguments.ts'
import { briefLine, briefSchema, toBrief } from '../brief.ts'
import { defineTool } from '../tool.ts'

export const search = defineTool({
  name: 'search_incidents',
  title: 'Search incidents',
  description:
    'Incidents of all vendors by words in their titles and updates; "phrases" and -exclusions work. Names of vendors, dates and "critical" in the query narrow the search.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(MAX_SEARCH_LENGTH),
    vendor: vendorArgument.optional(),
    window: filterArguments.window.unwrap().optional().describe('As for get_vendor_history; by default all time.'),
    impact: z.enum(IMPACTS).optional().describe('At least this impact.'),
    ...pageArguments,
  }),
  output: z.object({
    understood: z
      .object({
        words: z.string(),
        vendors: z.array(z.string()),
        window: z.string().nullable(),
        unclearDate: z
          .object({ words: z.string(), days: z.array(z.string()) })
          .nullable()
          .describe(
            'A date that may be either of two days, so that it was taken as words: ask again with one of them.',
          ),
      })
      .describe('What was searched for.'),
    incidents: z
      .array(briefSchema.extend({ excerpt: z.string().nullable().describe('Where the words stand in the updates.') }))
      .describe('Newest first.'),
    nextCursor: z.string().nullable(),
    suggestion: z.string().nullable().describe('A similar query, where nothing was found.'),
    page: z.url(),
  }),
  async answer({ query, vendor = null, window = null, impact = null, cursor = null, limit }, now) {
    const named = vendor === null ? null : await findNamedVendor(vendor)
    const choices = { vendor: named?.slug ?? null, window, impact }
    const { request, result, suggestion } = await answerSearch({ q: query, choices, cursor }, now, limit)
    const { incidents, nextCursor } = result
    const matches = await listSearchMatches(
      request.words,
      incidents.map(({ id }) => id),
    )
    const page = `${getEnv().PUBLIC_URL}/search?${new URLSearchParams({ q: query, ...given(choices) })}`
    const hint = suggestion === null ? '' : ` A similar query: ${suggestion}`
    const unclear = request.unclearDate
    return {
      text: [
        ...(unclear ? [`${unclear.words} may be ${unclear.days.join(' or ')}, so it was not taken as a date.`] : []),
        incidents.length === 0 ? `Nothing on record matches.${hint}` : `${incidents.length} found, newest first:`,
        ...incidents.map(briefLine),
        ...(nextCursor === null ? [] : ['There are more.']),
        `Page: ${page}`,
      ].join('\n'),
      data: {
        understood: {
          words: request.words,
          vendors: request.vendors.map(({ slug }) => slug),
          window: request.window?.text ?? null,
          unclearDate: request.unclearDate,
        },
        incidents: incidents.map((incident) => ({
          ...toBrief(incident),
          excerpt:
            matches
              .get(incident.id)
              ?.excerpt?.map(({ text }) => text)
              .join('') ?? null,
        })),
        nextCursor,
        suggestion,
        page,
      },
    }
  },
})

function given(choices: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(choices).filter((entry): entry is [string, string] => entry[1] !== null))
}
