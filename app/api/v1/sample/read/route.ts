import { z } from 'zod'
import { addSamplePages } from '#lib/admin/vendor/sample.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { backfill } = parseParameters(request, { backfill: z.stringbool().default(true) })
  return Response.json(await addSamplePages({ backfill, actor, trigger: 'api' }), { status: 202 })
})
