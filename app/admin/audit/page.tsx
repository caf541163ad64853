import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { AuditFilterForm } from '#components/admin/audit/audit-filter.tsx'
import { AuditList } from '#components/admin/audit/audit-list.tsx'
import { Pager } from '#components/ui/pager.tsx'
import { listAuditEntries, listAuditFacets } from '#lib/queries/admin/audit.ts'
import { requireMember } from '../member.ts'
import { auditPath, readAuditQuery, toFilter } from './audit-query.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Audit log' }

const PAGE = 100

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/audit')
  const query = readAuditQuery(await searchParams)
  const [entries, facets] = await Promise.all([listAuditEntries(toFilter(query), PAGE), listAuditFacets()])
  const last = entries[PAGE - 1]
  const older = entries.length > PAGE && last !== undefined ? auditPath('/admin/audit', query, last.id) : null
  return (
    <AdminPage place="/admin/audit" title="Audit log">
      <AuditFilterForm query={query} facets={facets} csvPath={auditPath('/admin/audit/entries.csv', query, null)} />
      <div className="mt-4">
        <AuditList entries={entries.slice(0, PAGE)} isFiltered={Object.values(toFilter(query)).length > 0} />
      </div>
      <Pager newest={query.before === undefined ? null : auditPath('/admin/audit', query, null)} older={older} />
    </AdminPage>
  )
}
