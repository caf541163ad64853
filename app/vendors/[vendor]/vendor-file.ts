import { historyTitle } from '#components/history/history-sentence.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import type { FeedSubject } from '#lib/formats/feed.ts'
import { listNewestIncidents } from '#lib/queries/incidents.ts'
import type { IncidentView, VendorView } from '#lib/queries/schemas.ts'
import { findVendorRow, scopeOf } from '#lib/queries/scope.ts'
import { findVendorAlias, readVendor } from '#lib/queries/vendors.ts'
import { filterToQuery, type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
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
}

/** The data for a small file of a vendor's history. */
export interface VendorFile extends FileRequest {
  vendor: VendorView
  /** The newest incidents of the page's list. */
  incidents: IncidentView[]
  /** "Courier outage history", with the active filters, so that someone who keeps several files can tell them apart. */
  title: string
}

/** Entries of a feed, newest first; subscribers have read the older ones. */
export const FEED_LENGTH = 50

/**
 * A route handler for a file called `file` below a vendor's path. `answer` returns null for a missing vendor: an old slug
 * redirects, an unknown one gets 404.
 */
export function ofVendor(file: string, answer: (asked: FileRequest) => Promise<Response | null>) {
  return handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
    const { vendor: slug } = await params
    const now = new Date()
    const filter = parseHistoryFilter(new URL(request.url).searchParams, now)
    const query = filterToQuery(filter)
    const suffix = query === '' ? '' : `?${query}`
    const pathOf = (vendor: string) => getEnv().PUBLIC_URL + vendorPath(vendor)
    const urls = { pageUrl: `${pathOf(slug)}${suffix}`, fileUrl: `${pathOf(slug)}/${file}${suffix}` }
    const response = await answer({ slug, filter, now, ...urls })
    if (response !== null) return response
    const alias = await findVendorAlias(slug)
    if (alias === null) throw new NotFoundError(`There is no vendor "${slug}".`)
    return new Response(null, { status: 308, headers: { location: `${pathOf(alias)}/${file}${suffix}` } })
  })
}

/** A route handler for a small file, built in one piece from the vendor and its `most` newest incidents. */
export function vendorFile(
  { file, type, most }: { file: string; type: string; most: number },
  format: (of: VendorFile) => string,
) {
  return ofVendor(file, async (asked) => {
    const { slug, filter, now } = asked
    const row = await findVendorRow(slug)
    if (row === null) return null
    const scope = await scopeOf([row.id], filter, now)
    const [vendor, incidents] = await Promise.all([
      readVendor(row, scope),
      most === 0 ? [] : listNewestIncidents(scope, most),
    ])
    const body = format({ ...asked, vendor, incidents, title: historyTitle(vendor, filter) })
    return new Response(body, { headers: { 'content-type': type } })
  })
}

/** The subject that the three feed formats share. */
export function feedSubject({ vendor, incidents, title, pageUrl, fileUrl }: VendorFile): FeedSubject {
  return {
    title,
    description: `What ${vendor.name} posted on its status page, one entry per incident.`,
    pageUrl,
    feedUrl: fileUrl,
    incidents,
  }
}
