import { listVendorNames } from '#lib/queries/chosen-vendors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { knownParameters } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  knownParameters(request, [])
  return Response.json({ vendors: await listVendorNames() })
})
