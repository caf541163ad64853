import { historyTitle } from '#components/history-sentence.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { filterToQuery, type HistoryFilter, parseHistoryFilter } from '#lib/domain/filter.ts'
import { vendorPath } from '#lib/domain/path.ts'
import { getEnv } from '#lib/env.ts'
import type { FeedSubject } from '#lib/formats/feed.ts'
import { listEveryIncident } from '#lib/queries/incidents.ts'
import type { IncidentView, VendorView } from '#lib/queries/shapes.ts'
import { findVendorAlias, getVendor } from '#lib/queries/vendors.ts'
import { handleApi } from '#lib/web/problem.ts'

/** What a file of a vendor's history is made from: the same filter and the same list as the page's. */
export interface TakeAway {
  vendor: VendorView
  incidents: IncidentView[]
  filter: HistoryFilter
  /** "Courier outage history", with what narrows it: whoever keeps several can tell them apart. */
  title: string
  /** Everything is as of then. */
  asOf: Date
  /** The page with the same filter, and this file. */
  pageUrl: string
  fileUrl: string
}

/** Newest entries of a feed; older ones have been read by those who follow it. */
export const FEED_LENGTH = 50
/** More than any vendor has posted; a bound on what one request may hold in memory. */
export const FILE_LENGTH = 20_000

/**
 * A route handler that answers with one file of a vendor's history. Query parameters are those of the history page; an old
 * slug redirects, an unknown one gets 404.
 */
export function takeAway(
  { file, type, most }: { file: string; type: string; most: number },
  format: (of: TakeAway) => string,
) {
  return handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
    const { vendor: slug } = await params
    const now = new Date()
    const filter = parseHistoryFilter(new URL(request.url).searchParams, now)
    const query = filterToQuery(filter)
    const suffix = query === '' ? '' : `?${query}`
    const base = getEnv().PUBLIC_URL
    const vendor = await getVendor(slug, filter, now)
    if (vendor === null) {
      const alias = await findVendorAlias(slug)
      if (alias === null) throw new NotFoundError(`There is no vendor "${slug}".`)
      return new Response(null, { status: 308, headers: { location: `${base}${vendorPath(alias)}/${file}${suffix}` } })
    }
    const body = format({
      vendor,
      incidents: await listEveryIncident(slug, filter, now, most),
      filter,
      title: historyTitle(vendor, filter),
      asOf: filter.asOf ?? now,
      pageUrl: `${base}${vendorPath(slug)}${suffix}`,
      fileUrl: `${base}${vendorPath(slug)}/${file}${suffix}`,
    })
    return new Response(body, { headers: { 'content-type': type } })
  })
}

/** The subject that the three feed formats share. */
export function feedSubject({ vendor, incidents, title, pageUrl, fileUrl }: TakeAway): FeedSubject {
  return {
    title,
    description: `What ${vendor.name} posted on its status page, one entry an incident.`,
    pageUrl,
    feedUrl: fileUrl,
    incidents,
  }
}
