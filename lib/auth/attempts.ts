import { createHash, createHmac, randomBytes } from 'node:crypto'
import { db, pool } from '#lib/database/client.ts'
import { accountEmail } from '#lib/domain/access.ts'
import { isSameSecret } from './secret.ts'

/** Wrong passwords without a wait; each further one doubles the wait, from the first to the longest. */
const FREE = 5
const FIRST_WAIT_SECONDS = 10
const MAX_WAIT_SECONDS = 300

/** The key for all failed sign-ins at addresses without an account. */
export const UNKNOWN_ACCOUNT = 'unknown'

/**
 * The key for attempts at one address, whether it has an account or not. One of 65,536, which limits the rows that
 * invented addresses can create.
 */
export function accountKey(email: string): string {
  return `account:${createHash('sha256').update(accountEmail(email)).digest('hex').slice(0, 4)}`
}

/** A cookie for a browser that has just signed in, by which `deviceKey` recognises it. */
export function makeDeviceMark(email: string, secret: string): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${nonce}.${sign(nonce, email, secret)}`
}

/**
 * The key for attempts from a browser in which the account has signed in before; null for any other cookie. Its
 * separate count keeps attackers elsewhere from locking it out.
 */
export function deviceKey(mark: string | null | undefined, email: string, secret: string): string | null {
  const [nonce = '', signature = ''] = mark?.split('.') ?? []
  return nonce !== '' && isSameSecret(signature, sign(nonce, email, secret)) ? `device:${nonce}` : null
}

function sign(nonce: string, email: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(`device|${accountEmail(email)}|${nonce}`)
    .digest('base64url')
}

export interface Attempt {
  /** 0, or the seconds to wait, in which case nothing is counted. */
  waitSeconds: number
  /** Attempts in a row, this one among them. */
  tries: number
}

/**
 * Counts an attempt as a failure before it is made, so that concurrent attempts are counted one by one;
 * `forgetAttempts` resets the count after a right password.
 */
export async function countAttempt(key: string): Promise<Attempt> {
  const {
    rows: [counted],
  } = await pool().query<{ failures: number }>(
    `insert into sign_in_attempts as a (key, failures, blocked_until, last_at) values ($1, 1, now(), now())
     on conflict (key) do update set
       failures = case when a.last_at < now() - interval '1 day' then 1 else a.failures + 1 end,
       blocked_until = now() + interval '1 second' * case
         when a.last_at < now() - interval '1 day' or a.failures + 1 <= $2 then 0
         else least($3, $4 * 2 ^ (least(a.failures, 100) - $2)) end,
       last_at = now()
     where a.blocked_until <= now()
     returning failures`,
    [key, FREE, MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS],
  )
  if (counted !== undefined) return { waitSeconds: 0, tries: counted.failures }
  const attempt = await db().signInAttempt.findUnique({ where: { key } })
  const waitMs = (attempt?.blockedUntil.getTime() ?? 0) - Date.now()
  return { waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)), tries: attempt?.failures ?? 0 }
}

/** Increments a count that never causes a wait; returns the count. */
export async function countFailure(key: string): Promise<number> {
  const {
    rows: [row],
  } = await pool().query<{ failures: number }>(
    `insert into sign_in_attempts as a (key, failures, blocked_until, last_at) values ($1, 1, now(), now())
     on conflict (key) do update set
       failures = case when a.last_at < now() - interval '1 day' then 1 else a.failures + 1 end, last_at = now()
     returning failures`,
    [key],
  )
  return row?.failures ?? 0
}

/** Resets counts, and deletes those without attempts for a day. */
export async function forgetAttempts(...keys: string[]): Promise<void> {
  const dayAgo = new Date(Date.now() - 86_400_000)
  await db().signInAttempt.deleteMany({ where: { OR: [{ key: { in: keys } }, { lastAt: { lt: dayAgo } }] } })
}
