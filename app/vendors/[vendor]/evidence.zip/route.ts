import { answerWithEvidence, parseEvidenceRequest } from '#app/evidence.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { findVendorRow } from '#lib/queries/scope.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { fileName } from '#lib/text/filter-words.ts'
import { vendorPath } from '#lib/url/path.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { vendor: slug } = await params
  const now = new Date()
  const { filter, query } = parseEvidenceRequest(request, now)
  const suffix = query === '' ? '' : `?${query}`
  const vendor = await findVendorRow(slug)
  if (vendor !== null) {
    const name = fileName(`${slug}-evidence`, filter, 'evidence.zip')
    return await answerWithEvidence([vendor], { filter, now, name, page: vendorPath(slug) + suffix })
  }
  const alias = await findVendorAlias(slug)
  if (alias === null) throw new NotFoundError(`There is no vendor "${slug}".`)
  const location = `${getEnv().PUBLIC_URL}${vendorPath(alias)}/evidence.zip${suffix}`
  return new Response(null, { status: 308, headers: { location } })
})
