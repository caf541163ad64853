import { NotFoundError } from '#lib/domain/errors.ts'
import { parseHistoryFilter } from '#lib/domain/filter.ts'
import { findVendorAlias, getVendor } from '#lib/queries/vendors.ts'
import { handleApi } from '#lib/web/problem.ts'
import { redirectToVendor } from '../../redirect.ts'
import { knownParameters } from '../../request.ts'

export const dynamic = 'force-dynamic'

const PARAMETERS = ['window', 'kind', 'impact', 'status', 'component', 'q', 'asOf'] as const

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { vendor: slug } = await params
  const now = new Date()
  const filter = parseHistoryFilter(knownParameters(request, PARAMETERS), now)
  const vendor = await getVendor(slug, filter, now)
  if (vendor !== null) return Response.json(vendor)
  const alias = await findVendorAlias(slug)
  if (alias !== null) return redirectToVendor(request, slug, alias)
  throw new NotFoundError(`There is no vendor "${slug}".`)
})
