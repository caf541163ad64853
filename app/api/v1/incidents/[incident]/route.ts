import { NotFoundError } from '#lib/domain/errors.ts'
import { parseHistoryFilter } from '#lib/domain/filter.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { handleApi } from '#lib/web/problem.ts'
import { knownParameters } from '../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ incident: string }> }) => {
  const { incident: id } = await params
  const now = new Date()
  const { asOf } = parseHistoryFilter(knownParameters(request, ['asOf']), now)
  const incident = await getIncident(id.toLowerCase(), asOf ?? now)
  if (incident === null) throw new NotFoundError(`There is no incident "${id}".`)
  const { sameTime: _same, previous: _previous, next: _next, ...contract } = incident
  return Response.json(contract)
})
