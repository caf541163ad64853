import { getEnv } from '#lib/env.ts'

/** What is sent to somebody who is invited, or who needs a new password. */
export function joinAddress(secret: string): string {
  return `${getEnv().PUBLIC_URL}/admin/join/${secret}`
}
