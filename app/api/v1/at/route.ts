import { refuseFuture } from '#lib/domain/instant.ts'
import { listIncidentsAt } from '#lib/queries/at.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { instantParameter, parseParameters } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  const { t } = parseParameters(request, { t: instantParameter })
  const now = new Date()
  refuseFuture(t, 't', now)
  const { incidents, isCut, isMaintenanceCut } = await listIncidentsAt(t, now)
  return Response.json({ t, incidents, isCut: isCut || isMaintenanceCut })
})
