import { knownParameters } from '#app/known-parameters.ts'
import { readTrackRecord } from '#lib/queries/vendor/track-record.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  knownParameters(request, [])
  return Response.json(await readTrackRecord())
})
