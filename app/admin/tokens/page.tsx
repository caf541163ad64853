import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { TokenParts } from '#components/admin/account/tokens-page.tsx'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { listApiTokens } from '#lib/queries/admin/api-tokens.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'API tokens' }

export default async function TokensPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/tokens')
  const [tokens, state] = await Promise.all([listApiTokens(), readFlash(searchParams)])
  return (
    <AdminPage place="/admin/tokens" title="API tokens" state={state}>
      <TokenParts tokens={tokens} now={requestNow()} state={state} secret={state.secret} />
    </AdminPage>
  )
}
