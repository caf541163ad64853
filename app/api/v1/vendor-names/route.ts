import { listVendorNames } from '#lib/queries/chosen-vendors.ts'
import { findVendorNames } from '#lib/queries/vendor-names.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { vendorNamesParameters } from '../inputs.ts'
import { parseParameters } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  const { q, limit } = parseParameters(request, vendorNamesParameters)
  if (q === undefined && limit === undefined) return Response.json({ vendors: await listVendorNames() })
  const { vendors, total } = await findVendorNames(q ?? '', { most: limit ?? 100 })
  return Response.json({ vendors, total })
})
