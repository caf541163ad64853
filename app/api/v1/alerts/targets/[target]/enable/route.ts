import { enableTarget } from '#lib/admin/alerts/targets.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../../../request.ts'
import { findTarget } from '../../find-target.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ target: string }> }) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id } = await findTarget((await params).target)
  await enableTarget(id, actor)
  return Response.json(await findTarget(String(id)))
})
