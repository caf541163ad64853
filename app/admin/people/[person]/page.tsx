import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { PersonParts } from '#components/admin/account/person-page.tsx'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { issuerName } from '#lib/auth/oidc.ts'
import { getPerson, listSessions } from '#lib/queries/admin/people.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Person' }

export default async function PersonPage({
  params,
  searchParams,
}: {
  params: Promise<{ person: string }>
  searchParams: SearchParams
}) {
  const { person: id } = await params
  const { session } = await requireMember(`/admin/people/${id}`)
  const now = requestNow()
  const [person, sessions, state] = await Promise.all([
    getPerson(id, now),
    listSessions(id, now),
    readFlash(searchParams),
  ])
  if (person === null) notFound()
  return (
    <AdminPage
      place="/admin/people"
      title={person.name}
      crumbs={
        <a href="/admin/people" className="linked">
          People
        </a>
      }
      state={state}
    >
      <PersonParts
        person={person}
        sessions={sessions}
        current={session?.id ?? null}
        state={state}
        secret={state.secret}
        issuerName={issuerName()}
      />
    </AdminPage>
  )
}
