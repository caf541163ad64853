import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { readCandourOf } from '#lib/queries/report/candour.ts'
import { findVendorRow, scopeOf } from '#lib/queries/scope.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { redirectToVendor } from '../../../redirect.ts'

export const dynamic = 'force-dynamic'

const PARAMETERS = ['window', 'kind', 'impact', 'status', 'component', 'q', 'asOf'] as const

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { vendor: slug } = await params
  const now = new Date()
  const filter = parseHistoryFilter(knownParameters(request, PARAMETERS), now)
  const vendor = await findVendorRow(slug)
  if (vendor !== null) {
    const scope = await scopeOf([vendor.id], filter, now)
    const { from, to } = scope.window
    return Response.json({ window: { from, to }, ...(await readCandourOf(vendor.id, scope)) })
  }
  const alias = await findVendorAlias(slug)
  if (alias !== null) return redirectToVendor(request, slug, alias)
  throw new NotFoundError(`There is no vendor "${slug}".`)
})
