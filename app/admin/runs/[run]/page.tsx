import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { RunParts } from '#components/admin/run/run-page.tsx'
import { getApplication } from '#lib/queries/admin/applied-runs.ts'
import { listRunDocuments } from '#lib/queries/admin/documents.ts'
import { listRunItems } from '#lib/queries/admin/quarantine.ts'
import { getRun } from '#lib/queries/runs.ts'
import { vendorPath } from '#lib/url/path.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Run' }

export default async function RunPage({
  params,
  searchParams,
}: {
  params: Promise<{ run: string }>
  searchParams: SearchParams
}) {
  const { run: id } = await params
  await requireMember(`/admin/runs/${id}`)
  const run = await getRun(id)
  if (run === null) notFound()
  const [documents, items, application, state] = await Promise.all([
    listRunDocuments(id),
    listRunItems(id),
    getApplication(run),
    readFlash(searchParams),
  ])
  return (
    <AdminPage
      place="/admin/runs"
      title={`${run.vendor}, ${run.platform}`}
      crumbs={
        <a href={`/admin/vendors/${run.vendor}`} className="linked">
          {run.vendor}
        </a>
      }
      actions={
        <a href={vendorPath(run.vendor)} className="linked">
          Public page
        </a>
      }
      state={state}
    >
      <RunParts run={run} documents={documents} items={items} application={application} state={state} />
    </AdminPage>
  )
}
