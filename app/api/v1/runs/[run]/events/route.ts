import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getRun, getRunProgress } from '#lib/queries/runs.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { eventStream } from '../../../event-stream.ts'
import { requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ run: string }> }) => {
  await requireScope(request, 'read')
  knownParameters(request, [])
  const { run: id } = await params
  if ((await getRunProgress(id)) === null) throw new NotFoundError(`There is no run "${id}".`)
  return eventStream(request, { look: () => getRunProgress(id), read: () => getRun(id) })
})
