import { z } from 'zod'
import { STATES } from '#lib/domain/incident.ts'
import { getEnv } from '#lib/env.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { listVendorsLike } from '#lib/queries/search.ts'
import { listVendorSummaries } from '#lib/queries/vendors.ts'
import { vendorPath } from '#lib/url/path.ts'
import { nullableInstant, toText } from '../brief.ts'
import { defineTool } from '../tool.ts'

export const findVendors = defineTool({
  name: 'find_vendors',
  title: 'Find vendors',
  description:
    'Finds vendors by name, or lists all of them by name, each with its state now. A state is `unknown` where the status page was not read recently.',
  input: z.strictObject({
    query: z.string().trim().max(100).default('').describe('Part of a name; empty for all vendors.'),
    cursor: z.string().max(100).optional().describe('`nextCursor` of the previous answer.'),
    limit: z.int().min(1).max(50).default(20),
  }),
  output: z.object({
    vendors: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        category: z.string().nullable(),
        state: z.enum(STATES),
        lastKnownState: z.enum(STATES).nullable().describe('What the last read showed, where that was too long ago.'),
        checkedAt: nullableInstant.describe('The last good read of its status page.'),
        isSample: z.boolean().describe('True while only the bundled sample is on record.'),
        page: z.url(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  async answer({ query, cursor = null, limit }, now) {
    const like = query === '' ? null : await listVendorsLike(query)
    const found =
      like === null
        ? await listVendorSummaries({ asOf: now, after: cursor, most: limit + 1 })
        : inOrder(like, await listVendorSummaries({ asOf: now, slugs: like.map(({ slug }) => slug) }))
    const shown = found.slice(0, limit)
    const isMore = like === null && found.length > limit
    return {
      text: shown.length === 0 ? `No vendor has a name like "${query}".` : shown.map(vendorLine).join('\n'),
      data: { vendors: shown.map(toVendor), nextCursor: isMore ? (shown.at(-1)?.slug ?? null) : null },
    }
  },
})

/** The most similar name first. */
function inOrder(like: { slug: string }[], summaries: VendorSummary[]): VendorSummary[] {
  const order = like.map(({ slug }) => slug)
  return summaries.toSorted((a, b) => order.indexOf(a.slug) - order.indexOf(b.slug))
}

function toVendor({ slug, name, category, state, lastKnownState, checkedAt, isSample }: VendorSummary) {
  const page = getEnv().PUBLIC_URL + vendorPath(slug)
  return { slug, name, category, state, lastKnownState, checkedAt: toText(checkedAt), isSample, page }
}

function vendorLine({ slug, name, state }: VendorSummary): string {
  return `- ${name} (${slug}): ${state === 'unknown' ? 'state not known' : state}. ${getEnv().PUBLIC_URL}${vendorPath(slug)}`
}
