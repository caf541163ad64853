import { getEnv } from '#lib/env.ts'

/** How this site names itself to other servers, with the address at which their operators find it. */
export function ownUserAgent(): string {
  return `OutageHistory/1 (+${getEnv().PUBLIC_URL})`
}
