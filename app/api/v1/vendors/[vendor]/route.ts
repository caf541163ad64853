import { z } from 'zod'
import { knownParameters } from '#app/known-parameters.ts'
import { changeVendor, deleteVendor } from '#lib/admin/vendor/change-vendor.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { findVendorAlias, getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { vendorChange } from '../../inputs.ts'
import { redirectToVendor } from '../../redirect.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../request.ts'

export const dynamic = 'force-dynamic'

const PARAMETERS = ['window', 'kind', 'impact', 'status', 'component', 'q', 'asOf'] as const

type Context = { params: Promise<{ vendor: string }> }

/** Applies all properties in the body, or none. */
export const PATCH = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  knownParameters(request, [])
  const { paused: isPaused, ...change } = parseInput(vendorChange, await readJson(request))
  const present = await changeVendor((await params).vendor, { ...change, isPaused }, actor)
  const now = new Date()
  return Response.json(await getVendor(present, parseHistoryFilter({}, now), now))
})

/** `confirm` must be the slug. */
export const DELETE = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { confirm } = parseParameters(request, { confirm: z.string().max(64).default('') })
  await deleteVendor((await params).vendor, confirm, actor)
  return new Response(null, { status: 204 })
})

export const GET = handleApi(async (request: Request, { params }: Context) => {
  const { vendor: slug } = await params
  const now = new Date()
  const filter = parseHistoryFilter(knownParameters(request, PARAMETERS), now)
  const vendor = await getVendor(slug, filter, now)
  if (vendor !== null) return Response.json(vendor)
  const alias = await findVendorAlias(slug)
  if (alias !== null) return redirectToVendor(request, slug, alias)
  throw new NotFoundError(`There is no vendor "${slug}".`)
})
