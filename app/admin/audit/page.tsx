import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { AuditTable } from '#components/admin/audit-table.tsx'
import { Pager } from '#components/pager.tsx'
import { listAuditEntries } from '#lib/queries/admin/audit.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Audit log' }

const PAGE = 100

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/audit')
  const { before } = await searchParams
  const last = typeof before === 'string' && /^\d{1,18}$/.test(before) ? BigInt(before) : null
  const entries = await listAuditEntries(last, PAGE)
  return (
    <AdminPage place="/admin/audit" title="Audit log">
      <div className="mt-4">
        <AuditTable entries={entries.slice(0, PAGE)} />
      </div>
      <Pager
        newest={last === null ? null : '/admin/audit'}
        older={entries.length > PAGE ? `/admin/audit?before=${entries[PAGE - 1]?.id}` : null}
      />
    </AdminPage>
  )
}
