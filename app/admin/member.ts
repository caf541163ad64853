import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getPrincipal, type Principal } from '#lib/auth/auth.ts'
import { signInPath } from './next-path.ts'

/** Who reads this page; null for nobody. */
export const findMember = cache(
  async (): Promise<Principal | null> => getPrincipal({ method: 'GET', headers: await headers() }),
)

/**
 * Who reads this admin page, an admin or a viewer; anybody else is sent to the sign-in, which leads back to `here`. Every page
 * asks for itself, before it reads anything: a layout or a proxy can be gone round.
 */
export async function requireMember(here: string): Promise<Principal> {
  return (await findMember()) ?? redirect(signInPath(here))
}
