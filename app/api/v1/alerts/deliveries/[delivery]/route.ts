import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../../request.ts'
import { findDelivery } from '../find-delivery.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ delivery: string }> }) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  return Response.json(await findDelivery((await params).delivery))
})
