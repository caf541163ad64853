import { redirect } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'

/** Redirects an id or permalink to the page that corrects the incident. */
export default async function FindIncidentPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/incidents')
  const { find } = await searchParams
  const id =
    typeof find === 'string' ? /(?:^|\/)([0-9a-hjkmnp-tv-z]{12})(?:$|[/?#])/i.exec(find.trim())?.[1] : undefined
  redirect(id === undefined ? '/admin/vendors' : `/admin/incidents/${id.toLowerCase()}`)
}
