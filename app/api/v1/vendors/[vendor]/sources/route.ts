import { knownParameters } from '#app/known-parameters.ts'
import { addSource } from '#lib/admin/source/sources.ts'
import { newSourceSchema } from '#lib/admin/vendor/vendor-input.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getAdminSource, listAdminSources } from '#lib/queries/admin/sources.ts'
import { findVendorRow } from '#lib/queries/scope.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseInput, readJson, requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ vendor: string }> }

export const GET = handleApi(async (request: Request, { params }: Context) => {
  await requireScope(request, 'read')
  knownParameters(request, [])
  const { vendor } = await params
  if ((await findVendorRow(vendor)) === null) throw new NotFoundError(`There is no vendor "${vendor}".`)
  return Response.json({ sources: await listAdminSources(vendor, new Date()) })
})

export const POST = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  knownParameters(request, [])
  const id = await addSource((await params).vendor, parseInput(newSourceSchema, await readJson(request)), actor)
  return Response.json(await getAdminSource(id, new Date()), { status: 201 })
})
