import { knownParameters } from '#app/known-parameters.ts'
import { METHOD_VERSION, METHODS } from '#lib/domain/method.ts'
import { listRestatements } from '#lib/queries/restatements.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  knownParameters(request, [])
  return Response.json({ method: METHOD_VERSION, methods: METHODS, restatements: await listRestatements() })
})
