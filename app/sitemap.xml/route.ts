import { answerWithSitemaps, answerWithUrls, FIXED_PAGES } from '#app/sitemap-file.ts'
import { countSitemapParts, listIncidentPages, listVendorPages } from '#lib/queries/sitemap.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** All pages in one file, or where they do not fit into one, a list of files. */
export const GET = handleApi(async () => {
  const parts = await countSitemapParts()
  if (parts <= 1)
    return await answerWithUrls([...FIXED_PAGES, ...(await listVendorPages()), ...(await listIncidentPages(0))])
  const files = Array.from({ length: parts }, (_, part) => `/sitemaps/incidents-${part}.xml`)
  return await answerWithSitemaps(['/sitemaps/vendors.xml', ...files].map((path) => ({ path, changedAt: null })))
})
