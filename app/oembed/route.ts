import { z } from 'zod'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { IMAGE } from '#lib/formats/picture.ts'
import { findVendorRow, type VendorRow } from '#lib/queries/scope.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { escapeHtml } from '#lib/text/markup.ts'
import { vendorPath } from '#lib/url/path.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** The card's own size; a reader who has less room gets that. */
const SIZE = { width: 480, height: 220 }
const most = z.coerce.number().int().min(1).max(10_000)

/** How to show a vendor's page within another one: as its card (https://oembed.com). */
export const GET = handleApi(async (request: Request) => {
  const params = new URL(request.url).searchParams
  const base = getEnv().PUBLIC_URL
  if ((params.get('format') ?? 'json') !== 'json')
    return problem(501, { code: 'not_implemented', detail: 'format may only be json.', field: 'format' })
  const slug = readSlug(params.get('url') ?? '', base)
  const vendor = (await findVendorRow(slug)) ?? (await findFormerVendor(slug))
  if (vendor === null) throw new NotFoundError(`There is no vendor "${slug}".`)
  const url = base + vendorPath(vendor.slug)
  const [width, height] = [readMost(params, 'maxwidth', SIZE.width), readMost(params, 'maxheight', SIZE.height)]
  const title = `${vendor.name} outage history`
  return Response.json({
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Outage History',
    provider_url: `${base}/`,
    cache_age: 86_400,
    width,
    height,
    html: `<iframe src="${escapeHtml(`${url}/embed`)}" width="${width}" height="${height}" title="${escapeHtml(title)}" style="border:0" loading="lazy"></iframe>`,
    thumbnail_url: `${url}/image.png`,
    thumbnail_width: IMAGE.width,
    thumbnail_height: IMAGE.height,
  })
})

async function findFormerVendor(slug: string): Promise<VendorRow | null> {
  const present = await findVendorAlias(slug)
  return present === null ? null : await findVendorRow(present)
}

function readSlug(address: string, base: string): string {
  const path = URL.canParse(address) && address.startsWith(`${base}/`) ? new URL(address).pathname : ''
  const slug = /^\/vendors\/([^/]+)\/?$/.exec(path)?.[1]
  if (slug === undefined)
    throw new InvalidInputError(`url must be the address of a vendor's page: ${base}/vendors/…`, 'url')
  return slug
}

function readMost(params: URLSearchParams, name: string, own: number): number {
  const given = params.get(name)
  if (given === null) return own
  const read = most.safeParse(given)
  if (!read.success) throw new InvalidInputError(`${name} must be a number of pixels.`, name)
  return Math.min(own, read.data)
}
