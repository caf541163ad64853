import { replayDelivery } from '#lib/admin/alerts/targets.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../../../request.ts'
import { findDelivery } from '../../find-delivery.ts'

export const dynamic = 'force-dynamic'

/** Sends a message again, under its former id. */
export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ delivery: string }> }) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id } = await findDelivery((await params).delivery)
  await replayDelivery(id, actor)
  return Response.json(await findDelivery(id), { status: 202 })
})
