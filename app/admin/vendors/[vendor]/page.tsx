import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { VendorParts } from '#components/admin/vendor/vendor-page.tsx'
import { listCategories, listPlatforms } from '#lib/admin/vendor/catalogue.ts'
import { getQueueProgress } from '#lib/queries/admin/queue-progress.ts'
import { getAdminVendor } from '#lib/queries/admin/vendors.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import { listRuns } from '#lib/queries/runs.ts'
import { findScope } from '#lib/queries/scope.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Vendor' }

const toOption = ({ platform, name }: { platform: string; name: string }) => ({ value: platform, label: name })

export default async function VendorPage({
  params,
  searchParams,
}: {
  params: Promise<{ vendor: string }>
  searchParams: SearchParams
}) {
  const { vendor: slug } = await params
  await requireMember(`/admin/vendors/${slug}`)
  const now = requestNow()
  const filter = parseHistoryFilter({ window: 'all', kind: 'all', limit: '20' }, now)
  const [vendor, underWay, runs, { incidents }, state] = await Promise.all([
    getAdminVendor(slug, now),
    getQueueProgress(slug),
    listRuns({ vendor: slug }, 8),
    findScope(slug, filter, now).then(listIncidents),
    readFlash(searchParams),
  ])
  if (vendor === null) return redirectOrNotFound(slug)
  const formats = listPlatforms()
  return (
    <AdminPage
      place="/admin/vendors"
      title={vendor.name}
      crumbs={
        <a href="/admin/vendors" className="linked">
          Vendors
        </a>
      }
      actions={
        <a href={vendorPath(slug)} className="linked">
          Public page
        </a>
      }
      state={state}
    >
      <VendorParts
        vendor={vendor}
        underWay={underWay}
        runs={runs}
        incidents={incidents}
        state={state}
        categories={[{ value: '', label: 'None' }, ...listCategories().map((name) => ({ value: name, label: name }))]}
        platforms={{
          polled: formats.filter(({ hasAddress }) => hasAddress).map(toOption),
          all: formats.map(toOption),
        }}
      />
    </AdminPage>
  )
}

async function redirectOrNotFound(slug: string): Promise<never> {
  const present = await findVendorAlias(slug)
  if (present === null) notFound()
  redirect(`/admin/vendors/${present}`)
}
