import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { AdminVendorTable } from '#components/admin/vendor/vendor-list.tsx'
import { listAdminVendors } from '#lib/queries/admin/vendors.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Vendors' }

export default async function VendorsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/vendors')
  return (
    <AdminPage place="/admin/vendors" title="Vendors" state={await readFlash(searchParams)}>
      <p className="mt-4">
        <a href="/admin/vendors/new" className="linked font-[580]">
          Add a vendor
        </a>
      </p>
      <div className="mt-4">
        <AdminVendorTable vendors={await listAdminVendors(requestNow())} />
      </div>
    </AdminPage>
  )
}
