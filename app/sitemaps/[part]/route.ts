import { answerWithUrls } from '#app/sitemap-file.ts'
import { countSitemapParts, listIncidentPages, listVendorPages } from '#lib/queries/sitemap.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** A part of a sitemap that does not fit into one file: vendors.xml, incidents-0.xml and so on. */
export const GET = handleApi(async (_request: Request, { params }: { params: Promise<{ part: string }> }) => {
  const { part } = await params
  if (part === 'vendors.xml') return answerWithUrls(await listVendorPages())
  const number = /^incidents-(0|[1-9]\d{0,5})\.xml$/.exec(part)?.[1]
  if (number === undefined || Number(number) >= (await countSitemapParts()))
    return problem(404, {
      code: 'not_found',
      detail: 'There is no such part of the sitemap. /sitemap.xml lists those that there are.',
    })
  return answerWithUrls(await listIncidentPages(Number(number)))
})
