import { requestBatch } from '#lib/admin/run/batches.ts'
import { getBatch } from '#lib/queries/admin/batches.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { ingestParameters } from '../inputs.ts'
import { parseParameters, requireScope } from '../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'ingest')
  const { mode, dryRun } = parseParameters(request, ingestParameters)
  const { batch } = await requestBatch({ vendorSlug: null, mode, dryRun, trigger: 'api', actor })
  return Response.json(await getBatch(batch), { status: 202 })
})
