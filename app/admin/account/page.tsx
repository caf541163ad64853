import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AccountParts } from '#components/admin/account/account-page.tsx'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { issuerName } from '#lib/auth/oidc.ts'
import { getPerson, listSessions } from '#lib/queries/admin/people.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  const { name, session } = await requireMember('/admin/account')
  const now = requestNow()
  const userId = session?.userId ?? ''
  const [person, sessions, state] = await Promise.all([
    getPerson(userId, now),
    listSessions(userId, now),
    readFlash(searchParams),
  ])
  return (
    <AdminPage place="/admin/account" title="Account" state={state}>
      {session === null || person === null ? (
        <p className="mt-4">{name} is not a person and has no account.</p>
      ) : (
        <AccountParts
          person={person}
          sessions={sessions}
          current={session.id}
          state={state}
          issuerName={issuerName()}
        />
      )}
    </AdminPage>
  )
}
