import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { CataloguePage } from '#components/admin/vendor/catalogue-page.tsx'
import { listCatalogue, listCategories, listPlatforms } from '#lib/admin/vendor/catalogue.ts'
import { listSlugsWithSource } from '#lib/queries/admin/vendors.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Catalogue' }

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/catalogue')
  const { q, category, page } = await searchParams
  const filter = { q: one(q), category: one(category), page: Math.max(1, Number.parseInt(one(page), 10) || 1) }
  const state = await readFlash(searchParams)
  const here = new Set(await listSlugsWithSource())
  const platformNames = new Map(listPlatforms().map(({ platform, name }) => [platform, name]))
  const vendors = listCatalogue(filter).map((vendor) => ({
    ...vendor,
    isHere: here.has(vendor.slug),
    platformName: vendor.access.kind === 'source' ? (platformNames.get(vendor.access.platform) ?? null) : null,
  }))
  return (
    <AdminPage
      place="/admin/vendors"
      title="Catalogue"
      crumbs={
        <a href="/admin/vendors" className="linked">
          Vendors
        </a>
      }
      state={state}
    >
      <CataloguePage vendors={vendors} filter={filter} categories={listCategories()} state={state} />
    </AdminPage>
  )
}

function one(value: string | string[] | undefined): string {
  return (typeof value === 'string' ? value : '').slice(0, 100)
}
