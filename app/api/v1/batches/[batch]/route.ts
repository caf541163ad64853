import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getBatch } from '#lib/queries/admin/batches.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { requireScope } from '../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ batch: string }> }) => {
  await requireScope(request, 'read')
  knownParameters(request, [])
  const { batch: id } = await params
  const batch = await getBatch(id)
  if (batch === null) throw new NotFoundError(`There is no batch "${id}".`)
  return Response.json(batch)
})
