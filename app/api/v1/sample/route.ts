import { z } from 'zod'
import { removeSample, trySampleRemoval } from '#lib/admin/vendor/sample.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../request.ts'

export const dynamic = 'force-dynamic'

/** With `dryRun`, returns what the removal would delete; else `confirm` must be "sample". */
export const DELETE = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { confirm, dryRun } = parseParameters(request, {
    confirm: z.string().max(64).default(''),
    dryRun: z.stringbool().default(false),
  })
  return Response.json(dryRun ? await trySampleRemoval(new Date()) : await removeSample(confirm, actor))
})
