import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getPrincipal, type Principal } from '#lib/auth/principal.ts'
import { SESSION_COOKIE } from '#lib/domain/access.ts'
import { signInPath } from './next-path.ts'

/** The user reading this page; null when nobody is signed in. */
export const findMember = cache(
  async (): Promise<Principal | null> => getPrincipal({ method: 'GET', headers: await headers() }),
)

/**
 * Whether an admin reads this public page. False without a query for everybody without a session, for whom the page is drawn
 * once and kept.
 */
export async function isReadByAdmin(): Promise<boolean> {
  const hasSession = (await cookies()).getAll().some(({ name }) => name.endsWith(SESSION_COOKIE))
  return hasSession && (await findMember())?.role === 'admin'
}

/**
 * The admin or viewer who reads this admin page. Anybody else is redirected to the sign-in, which leads back to `here`. Every
 * page calls this before it reads anything, since a layout or proxy can be bypassed.
 */
export async function requireMember(here: string): Promise<Principal> {
  return (await findMember()) ?? redirect(signInPath(here))
}
