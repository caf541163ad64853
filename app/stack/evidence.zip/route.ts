import { answerWithEvidence, parseEvidenceRequest } from '#app/evidence.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { fileName } from '#lib/text/filter-words.ts'
import { choicePath } from '#lib/url/path.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseAskedVendors, requireAny } from '../asked-vendors.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  const now = new Date()
  const { params, filter, query } = parseEvidenceRequest(request, now, ['vendors'])
  const chosen = await listChosenVendors(parseAskedVendors(params))
  requireAny(chosen)
  const { vendors } = chosen
  const slugs = vendors.map(({ slug }) => slug)
  const name = fileName('stack-evidence', filter, 'evidence.zip')
  return await answerWithEvidence(vendors, { filter, now, name, page: choicePath('/stack', slugs, query) })
})
