import { queryRows } from '#lib/database/client.ts'
import type { IncidentView, UpstreamView } from '#lib/queries/schemas.ts'
import { KNOWN_UPSTREAMS } from '#lib/text/known-upstreams.ts'
import { candidateNames, findUpstreams, type UpstreamText } from '#lib/text/upstream.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Whom an incident's texts name as the one whose trouble it is: vendors of this site, and well-known companies beside them. */
export async function readUpstreams({
  vendorName,
  title,
  updates,
}: Pick<IncidentView, 'vendorName' | 'title' | 'updates'>): Promise<UpstreamView[]> {
  const texts = [
    { updateId: null, text: title },
    ...updates.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ id, body }) => ({ updateId: id, text: body })),
  ]
  const vendors = await listVendorsIn(texts)
  return findUpstreams(texts, { vendors: vendors.map(({ name }) => name), own: [vendorName] }).map((upstream) => ({
    ...upstream,
    vendor: vendorCalled(upstream.name, vendors)?.slug ?? null,
  }))
}

interface NamedVendor {
  vendorId: number
  slug: string
  name: string
}

/** The vendors of this site whose names stand in the texts; of a well-known company, under any of its names. */
export async function listVendorsIn(texts: readonly UpstreamText[]): Promise<NamedVendor[]> {
  const candidates = new Set(candidateNames(texts))
  if (candidates.size === 0) return []
  const written = KNOWN_UPSTREAMS.filter((forms) => forms.some((form) => candidates.has(form.toLowerCase())))
  for (const form of written.flat()) candidates.add(form.toLowerCase())
  return await queryRows<NamedVendor[]>(Prisma.sql`
    SELECT id AS "vendorId", slug, name FROM vendors WHERE lower(name) = ANY(${[...candidates]}::text[]) ORDER BY id`)
}

/** The vendor of an upstream that was found, under any of its names; the usual name first. */
export function vendorCalled(name: string, vendors: readonly NamedVendor[]): NamedVendor | undefined {
  const forms = KNOWN_UPSTREAMS.find(([known]) => known === name) ?? [name]
  return forms
    .map((form) => vendors.find((vendor) => vendor.name.toLowerCase() === form.toLowerCase()))
    .find((vendor) => vendor !== undefined)
}
