import { knownParameters } from '#app/known-parameters.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { findPresentId, getIncident } from '#lib/queries/incidents.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ incident: string }> }) => {
  const { incident: id } = await params
  const now = new Date()
  const { asOf } = parseHistoryFilter(knownParameters(request, ['asOf']), now)
  const [incident, presentId] = await Promise.all([
    getIncident(id.toLowerCase(), asOf ?? now),
    findPresentId(id.toLowerCase()),
  ])
  if (presentId !== null) {
    const location = `${getEnv().PUBLIC_URL}/api/v1/incidents/${presentId}${new URL(request.url).search}`
    return new Response(null, { status: 308, headers: { location } })
  }
  if (incident === null) throw new NotFoundError(`There is no incident "${id}".`)
  const { sameTime: _same, othersKnown: _others, previous: _previous, next: _next, ...contract } = incident
  return Response.json(contract)
})
