import { sendTest } from '#lib/admin/alerts/targets.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../../../request.ts'
import { findDelivery } from '../../../deliveries/find-delivery.ts'
import { findTarget } from '../../find-target.ts'

export const dynamic = 'force-dynamic'

/** Queues a test message. What came of it is asked of the delivery. */
export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ target: string }> }) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id } = await findTarget((await params).target)
  return Response.json(await findDelivery(await sendTest(id, actor)), { status: 202 })
})
