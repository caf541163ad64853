import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { CorrectionParts } from '#components/admin/correction-form.tsx'
import { getIncidentFacts } from '#lib/queries/admin/incidents.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Correct an incident' }

export default async function IncidentPage({
  params,
  searchParams,
}: {
  params: Promise<{ incident: string }>
  searchParams: SearchParams
}) {
  const { incident: id } = await params
  await requireMember(`/admin/incidents/${id}`)
  const [incident, state] = await Promise.all([getIncidentFacts(id), readFlash(searchParams)])
  if (incident === null) notFound()
  return (
    <AdminPage
      place="/admin/vendors"
      title={incident.title}
      crumbs={
        <a href={`/admin/vendors/${incident.vendor}`} className="linked">
          {incident.vendorName}
        </a>
      }
      actions={
        <a href={incident.permalink} className="linked">
          Permalink
        </a>
      }
      state={state}
    >
      <CorrectionParts incident={incident} state={state} />
    </AdminPage>
  )
}
