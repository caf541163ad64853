import { z } from 'zod'
import { literalRequest } from '#lib/queries/search/search-request.ts'
import { searchIncidents } from '#lib/queries/search.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { pagedJson } from '../paged.ts'
import { parseParameters } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  const { q, cursor, limit } = parseParameters(request, {
    q: z.string({ error: 'must say what to search for' }).trim().min(1).max(100),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(24),
  })
  return pagedJson(request, await searchIncidents({ q, request: literalRequest(q) }, cursor ?? null, new Date(), limit))
})
