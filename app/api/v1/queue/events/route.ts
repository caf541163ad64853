import { getQueueProgress } from '#lib/queries/admin/queue-progress.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { eventStream } from '../../event-stream.ts'
import { queueParameters } from '../../inputs.ts'
import { parseParameters, requireScope } from '../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  await requireScope(request, 'read')
  const { vendor } = parseParameters(request, queueParameters)
  return eventStream(request, { look: () => getQueueProgress(vendor ?? null) })
})
