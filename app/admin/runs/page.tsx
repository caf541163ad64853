import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { BatchList } from '#components/admin/run/batch-list.tsx'
import { RunFilter } from '#components/admin/run/run-filter.tsx'
import { RunTable } from '#components/admin/run/run-table.tsx'
import { Pager } from '#components/ui/pager.tsx'
import { Section } from '#components/ui/section.tsx'
import { listBatches } from '#lib/queries/admin/batches.ts'
import { listAdminSources } from '#lib/queries/admin/sources.ts'
import { listVendorNames } from '#lib/queries/chosen-vendors.ts'
import { listRuns } from '#lib/queries/runs.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'
import { readRunQuery, runsPath, toRunFilter } from './run-query.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Runs' }

const PAGE = 50

export default async function RunsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/runs')
  const query = readRunQuery(await searchParams)
  const [runs, vendors, sources, batches, state] = await Promise.all([
    listRuns(toRunFilter(query), PAGE + 1),
    listVendorNames(),
    query.vendor === undefined ? [] : listAdminSources(query.vendor, requestNow()),
    listBatches(5),
    readFlash(searchParams),
  ])
  const last = runs[PAGE - 1]
  const older = runs.length > PAGE && last !== undefined ? runsPath(query, last) : null
  return (
    <AdminPage place="/admin/runs" title="Runs" state={state}>
      <RunFilter
        asked={query}
        vendors={vendors.map(({ slug, name }) => ({ value: slug, label: name }))}
        sources={sources.map(({ id, key }) => ({ value: String(id), label: key }))}
      />
      <div className="mt-4">
        <RunTable caption="Runs, newest first" runs={runs.slice(0, PAGE)} />
      </div>
      <Pager newest={query.before === undefined ? null : runsPath(query, null)} older={older} />
      {batches.length > 0 && (
        <Section title="Requested together">
          <BatchList batches={batches} />
        </Section>
      )}
    </AdminPage>
  )
}
