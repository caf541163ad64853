import { answerWithSitemaps, answerWithUrls } from '#app/sitemap-file.ts'
import { countSitemapParts, listIncidentPages, listVendorPages } from '#lib/queries/sitemap.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

const FIXED_PATHS = ['/', '/at', '/compare', '/stack', '/methodology', '/developers']

/** All pages in one file, or where they do not fit into one, a list of files. */
export const GET = handleApi(async () => {
  const parts = await countSitemapParts()
  const fixed = FIXED_PATHS.map((path) => ({ path, changedAt: null }))
  if (parts <= 1) return answerWithUrls([...fixed, ...(await listVendorPages()), ...(await listIncidentPages(0))])
  const files = Array.from({ length: parts }, (_, part) => `/sitemaps/incidents-${part}.xml`)
  return answerWithSitemaps(['/sitemaps/vendors.xml', ...files].map((path) => ({ path, changedAt: null })))
})
