import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { PeopleParts } from '#components/admin/account/people-page.tsx'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { issuerName } from '#lib/auth/oidc.ts'
import { listOpenLinks, listPeople } from '#lib/queries/admin/people.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const { session } = await requireMember('/admin/people')
  const now = requestNow()
  const [people, links, state] = await Promise.all([listPeople(now), listOpenLinks(now), readFlash(searchParams)])
  return (
    <AdminPage place="/admin/people" title="People" state={state}>
      <PeopleParts
        people={people}
        links={links}
        self={session?.userId ?? null}
        state={state}
        secret={state.secret}
        issuerName={issuerName()}
      />
    </AdminPage>
  )
}
