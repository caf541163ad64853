import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { SignInForm } from '#components/admin/account/sign-in-form.tsx'
import { FormMessage } from '#components/ui/form.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { issuerName } from '#lib/auth/oidc.ts'
import { readFlash } from '../flash.ts'
import { safeNext } from '../next-path.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { errors } = await readFlash(searchParams)
  return { title: Object.keys(errors).length > 0 ? 'Error: Sign in' : 'Sign in' }
}

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next } = await searchParams
  const state = await readFlash(searchParams)
  return (
    <>
      <PageTitle>Sign in</PageTitle>
      <FormMessage state={state} />
      <SignInForm next={safeNext(typeof next === 'string' ? next : null)} state={state} issuerName={issuerName()} />
    </>
  )
}
