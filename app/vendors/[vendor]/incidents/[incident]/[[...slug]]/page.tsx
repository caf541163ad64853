import type { Metadata } from 'next'
import { notFound, permanentRedirect } from 'next/navigation'
import { isReadByAdmin } from '#app/admin/member.ts'
import { Drawn } from '#app/drawn.tsx'
import { previewOf } from '#app/preview.ts'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { IncidentPage } from '#components/incident/incident-page.tsx'
import { incidentSummary } from '#components/incident/incident-sentence.ts'
import { imagePath, incidentData } from '#components/incident/structured-data.ts'
import { JsonLd } from '#components/ui/json-ld.tsx'
import { getEnv } from '#lib/env.ts'
import { incidentPath } from '#lib/url/path.ts'
import { loadIncident } from '../load.ts'

export const dynamic = 'force-dynamic'

interface Props {
  params: Promise<{ vendor: string; incident: string; slug?: string[] }>
  searchParams: SearchParams
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const loaded = await loadIncident((await params).incident, await toQuery(searchParams))
  if ('problem' in loaded) return { title: 'No such view', robots: { index: false } }
  if (loaded.incident === null) return {}
  const { incident } = loaded
  const title = `${incident.title} · ${incident.vendorName}`
  const description = incidentSummary(incident)
  return {
    title,
    description,
    alternates: { canonical: incident.permalink },
    ...previewOf({ title, description, url: incident.permalink }, imagePath(incident), {
      publishedTime: incident.startedAt?.toISOString(),
      modifiedTime: incident.newsAt.toISOString(),
    }),
  }
}

export default async function PermalinkPage({ params, searchParams }: Props) {
  const [{ vendor, incident: id, slug = [] }, query] = await Promise.all([params, toQuery(searchParams)])
  const suffix = query === '' ? '' : `?${query}`
  const path = ['', 'vendors', vendor, 'incidents', id, ...slug].join('/')
  const loaded = await loadIncident(id, query)
  if ('problem' in loaded) return <UnusableAddress problem={loaded.problem} href={path} />
  const { incident, movedTo, asOf, cascade } = loaded
  if (movedTo !== null) permanentRedirect(movedTo + suffix)
  if (incident === null) notFound()
  const canonical = incidentPath(incident.vendor, incident.id, incident.title)
  if (path !== canonical) permanentRedirect(canonical + suffix)
  const { previous, next, sameTime, othersKnown } = incident
  return (
    <Drawn>
      <JsonLd data={incidentData(incident, getEnv().PUBLIC_URL)} />
      <IncidentPage
        incident={incident}
        previous={previous}
        next={next}
        sameTime={sameTime}
        othersKnown={othersKnown}
        now={requestNow()}
        asOf={asOf}
        cascade={cascade}
        reportTo={getEnv().REPORT_TO}
        isAdmin={await isReadByAdmin()}
      />
    </Drawn>
  )
}
