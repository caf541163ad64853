import { addVendorsFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { type CatalogueVendor, listCatalogue } from '#lib/admin/vendor/catalogue.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { catalogueInput, catalogueParameters } from '../inputs.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  await requireScope(request, 'read')
  return Response.json({ vendors: listCatalogue(parseParameters(request, catalogueParameters)).map(toJson) })
})

/** Adds each vendor separately: one that cannot be added is refused with a sentence, and the others are added. */
export const POST = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { vendors, backfill } = parseInput(catalogueInput, await readJson(request))
  const added = await addVendorsFromCatalogue(vendors, { backfill, actor, trigger: 'api' })
  return Response.json(added, { status: 202 })
})

function toJson({ slug, name, category, access, address, websiteUrl, note }: CatalogueVendor) {
  return {
    slug,
    name,
    category,
    platform: access.kind === 'source' ? access.platform : null,
    url: address,
    websiteUrl,
    unreadable: access.kind === 'unreadable' ? access.reason : null,
    note,
  }
}
