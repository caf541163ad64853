import { z } from 'zod'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listDeliveries } from '#lib/queries/admin/alert-targets.ts'
import { toLongRowId } from '#lib/url/row-id.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { pagedJson } from '../../../../paged.ts'
import { parseParameters, requireScope } from '../../../../request.ts'
import { findTarget } from '../../find-target.ts'

export const dynamic = 'force-dynamic'

/** The log of a target, newest first. */
export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ target: string }> }) => {
  await requireScope(request, 'read')
  const { cursor, limit } = parseParameters(request, {
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  const before = cursor === undefined ? null : toLongRowId(cursor)
  if (cursor !== undefined && before === null)
    throw new InvalidInputError('cursor: Send `nextCursor` of the previous page.', 'cursor')
  const { id } = await findTarget((await params).target)
  const found = await listDeliveries(id, limit + 1, before)
  const deliveries = found.slice(0, limit)
  const nextCursor = found.length > limit ? (deliveries.at(-1)?.id ?? null) : null
  return pagedJson(request, { deliveries, nextCursor })
})
