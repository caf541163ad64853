import { z } from 'zod'
import { newVendorSchema } from '#lib/admin/vendor/vendor-input.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { pagedJson } from '../paged.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  const { cursor, limit } = parseParameters(request, {
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  })
  const found = await listVendorSummaries({ asOf: new Date(), after: cursor ?? null, most: limit + 1 })
  const vendors = found.slice(0, limit)
  const nextCursor = found.length > limit ? (vendors.at(-1)?.slug ?? null) : null
  return pagedJson(request, { vendors, nextCursor })
})

export const POST = handleApi(async (request: Request) => {
  const admin = await requireScope(request, 'admin')
  const input = parseInput(newVendorSchema, await readJson(request))
  await createVendor(input, admin.name)
  const now = new Date()
  return Response.json(await getVendor(input.slug, parseHistoryFilter({}, now), now), { status: 201 })
})
