import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { PasswordForm } from '#components/admin/password-form.tsx'
import { Section } from '#components/ui/section.tsx'
import { MIN_PASSWORD_LENGTH } from '#lib/auth.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  const { name, role } = await requireMember('/admin/account')
  const state = await readFlash(searchParams)
  return (
    <AdminPage place="/admin/account" title="Account" state={state}>
      <Section title="Signed in" isRuled={false}>
        <p>
          {name}, {role === 'admin' ? 'admin' : 'viewer: sees everything here and changes nothing'}.
        </p>
      </Section>
      <Section title="Password">
        <PasswordForm state={state} minLength={MIN_PASSWORD_LENGTH} />
      </Section>
    </AdminPage>
  )
}
