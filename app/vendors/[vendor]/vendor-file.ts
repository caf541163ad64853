import { answerWithFeed, FEED_PARAMETERS, FEEDS, type FeedForm } from '#app/feed.ts'
import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { findVendorRow, scopeOf } from '#lib/queries/scope.ts'
import { findVendorAlias, readVendor } from '#lib/queries/vendors.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { filterToQuery, HISTORY_PARAMETERS, type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

/** The parsed request for a file of a vendor; its query parameters are those of the history page. */
export interface FileRequest {
  slug: string
  filter: HistoryFilter
  now: Date
  /** The addresses of the page with the same filter, and of the file. */
  pageUrl: string
  fileUrl: string
  /** As asked for. */
  params: URLSearchParams
}

/** The data for a small file of a vendor's history. */
export interface VendorFile extends FileRequest {
  vendor: VendorView
}

/**
 * A route handler for a file called `file` below a vendor's path. `answer` returns null for a missing vendor: an old slug
 * redirects, an unknown one gets 404.
 */
export function ofVendor(
  file: string,
  answer: (asked: FileRequest) => Promise<Response | null>,
  parameters: readonly string[] = HISTORY_PARAMETERS,
) {
  return handleApi(async (request: Request, context: { params: Promise<{ vendor: string }> }) => {
    const { vendor: slug } = await context.params
    const now = new Date()
    const params = knownParameters(request, parameters)
    const filter = parseHistoryFilter(params, now)
    const query = filterToQuery(filter)
    const suffix = query === '' ? '' : `?${query}`
    const pathOf = (vendor: string) => getEnv().PUBLIC_URL + vendorPath(vendor)
    const urls = { pageUrl: `${pathOf(slug)}${suffix}`, fileUrl: `${pathOf(slug)}/${file}${suffix}` }
    const response = await answer({ slug, filter, now, params, ...urls })
    if (response !== null) return response
    const alias = await findVendorAlias(slug)
    if (alias === null) throw new NotFoundError(`There is no vendor "${slug}".`)
    const location = `${pathOf(alias)}/${file}${new URL(request.url).search}`
    return new Response(null, { status: 308, headers: { location } })
  })
}

/** A route handler for a small file, built in one piece from the vendor. */
export function vendorFile({ file, type }: { file: string; type: string }, format: (of: VendorFile) => string) {
  return ofVendor(file, async (asked) => {
    const { slug, filter, now } = asked
    const row = await findVendorRow(slug)
    if (row === null) return null
    const vendor = await readVendor(row, await scopeOf([row.id], filter, now))
    const body = format({ ...asked, vendor })
    return new Response(body, { headers: { 'content-type': type } })
  })
}

/** A route handler for a vendor's feed. */
export function vendorFeed(form: FeedForm) {
  return ofVendor(
    FEEDS[form].file,
    async ({ slug, filter, now, pageUrl, fileUrl, params }) => {
      const row = await findVendorRow(slug)
      if (row === null) return null
      const scope = await scopeOf([row.id], filter, now)
      const title = titleOf(row.name, filter, scope.window.label)
      const description = `What ${row.name} posted on its status page, one entry per incident.`
      return await answerWithFeed(form, scope, { title, description, pageUrl, feedUrl: fileUrl }, params.get('archive'))
    },
    FEED_PARAMETERS,
  )
}
