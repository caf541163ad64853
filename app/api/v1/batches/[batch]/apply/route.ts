import { knownParameters } from '#app/known-parameters.ts'
import { applyBatch } from '#lib/admin/run/batches.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getBatch, getBatchProgress } from '#lib/queries/admin/batches.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ batch: string }> }) => {
  const { name: actor } = await requireScope(request, 'ingest')
  knownParameters(request, [])
  const { batch: id } = await params
  if ((await getBatchProgress(id)) === null) throw new NotFoundError(`There is no batch "${id}".`)
  return Response.json(await getBatch(await applyBatch(id, { trigger: 'api', actor })), { status: 202 })
})
