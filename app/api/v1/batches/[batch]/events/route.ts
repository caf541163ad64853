import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getBatchProgress } from '#lib/queries/admin/batches.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { eventStream } from '../../../event-stream.ts'
import { requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ batch: string }> }) => {
  await requireScope(request, 'read')
  knownParameters(request, [])
  const { batch: id } = await params
  if ((await getBatchProgress(id)) === null) throw new NotFoundError(`There is no batch "${id}".`)
  return eventStream(request, { look: () => getBatchProgress(id) })
})
