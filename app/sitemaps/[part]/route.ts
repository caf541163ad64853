import { answerWithUrls, FIXED_PAGES } from '#app/sitemap-file.ts'
import { countSitemapParts, listIncidentPages, listVendorPages } from '#lib/queries/sitemap.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** A part of a sitemap that does not fit into one file: vendors.xml with the fixed pages too, incidents-0.xml and so on. */
export const GET = handleApi(async (_request: Request, { params }: { params: Promise<{ part: string }> }) => {
  const { part } = await params
  if (part === 'vendors.xml') return await answerWithUrls([...FIXED_PAGES, ...(await listVendorPages())])
  const number = /^incidents-(0|[1-9]\d{0,5})\.xml$/.exec(part)?.[1]
  if (number === undefined || Number(number) >= (await countSitemapParts()))
    return problem(404, {
      code: 'not_found',
      detail: 'There is no such part of the sitemap. /sitemap.xml lists those that there are.',
    })
  return await answerWithUrls(await listIncidentPages(Number(number)))
})
