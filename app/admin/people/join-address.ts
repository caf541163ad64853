import { getEnv } from '#lib/env.ts'

/** The link to send to an invited user, or to one who needs a new password. */
export function joinAddress(secret: string): string {
  return `${getEnv().PUBLIC_URL}/admin/join/${secret}`
}
