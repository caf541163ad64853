import type { Metadata } from 'next'
import { notFound, permanentRedirect } from 'next/navigation'
import { isReadByAdmin } from '#app/admin/member.ts'
import { redirectDayRange } from '#app/day-range.ts'
import { Drawn } from '#app/drawn.tsx'
import { previewOf } from '#app/preview.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { alternatesOf } from '#components/history/downloads.tsx'
import { HistoryPage } from '#components/history/history-page.tsx'
import { historySummary, historyTitle } from '#components/history/history-sentence.ts'
import { vendorData } from '#components/incident/structured-data.ts'
import { JsonLd } from '#components/ui/json-ld.tsx'
import { getEnv } from '#lib/env.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { filterToQuery } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { loadHistory } from './load.ts'

export const dynamic = 'force-dynamic'

interface Props {
  params: Promise<{ vendor: string }>
  searchParams: SearchParams
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const loaded = await loadHistory((await params).vendor, await toQuery(searchParams))
  if (loaded === null) return {}
  if ('problem' in loaded) return { title: 'No such view', robots: { index: false } }
  const { vendor, filter } = loaded
  const [title, description] = [historyTitle(vendor, filter), historySummary(vendor, filter)]
  const url = vendorPath(vendor.slug)
  const query = filterToQuery(filter, { cursor: null })
  return {
    title,
    description,
    alternates: { canonical: url, types: { ...alternatesOf(vendor.slug, filter), ...oembedOf(url) } },
    ...previewOf({ title, description, url }, `${url}/image.png${query === '' ? '' : `?${query}`}`),
  }
}

export default async function VendorPage({ params, searchParams }: Props) {
  const [{ vendor: slug }, query] = await Promise.all([params, toQuery(searchParams)])
  const [loaded, isAdmin] = await Promise.all([loadHistory(slug, query), isReadByAdmin()])
  if (loaded === null) return redirectOrNotFound(slug, query)
  if ('problem' in loaded) return <UnusableAddress problem={loaded.problem} href={vendorPath(slug)} />
  redirectDayRange(vendorPath(loaded.vendor.slug), query)
  const description = historySummary(loaded.vendor, loaded.filter)
  return (
    <Drawn>
      <JsonLd data={vendorData(loaded.vendor, description, getEnv().PUBLIC_URL)} />
      <HistoryPage {...loaded} isAdmin={isAdmin} />
    </Drawn>
  )
}

/** Where programs find how to show the page within another (https://oembed.com). */
function oembedOf(path: string): Record<string, string> {
  const url = encodeURIComponent(getEnv().PUBLIC_URL + path)
  return { 'application/json+oembed': `/oembed?format=json&url=${url}` }
}

async function redirectOrNotFound(slug: string, query: string): Promise<never> {
  const present = await findVendorAlias(slug.toLowerCase())
  if (present === null) notFound()
  permanentRedirect(vendorPath(present) + (query === '' ? '' : `?${query}`))
}
