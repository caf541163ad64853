import { randomUUID } from 'node:crypto'
import { db } from '#lib/database/client.ts'

const WINDOW_MS = 60_000
const MAX = 20

/**
 * Counts an attempt at something that could be guessed in better-auth's rate limit table, so that all instances share
 * the count. `who` identifies one visitor. Returns 0, or the seconds to wait after too many within a minute.
 */
export async function countTry(what: string, who: string): Promise<number> {
  const now = Date.now()
  const over = BigInt(now - WINDOW_MS)
  const [row] = await db().$queryRaw<{ count: number; begin: bigint }[]>`
    insert into rate_limits (id, key, count, last_request) values (${randomUUID()}, ${`${who}|${what}`}, 1, ${BigInt(now)})
    on conflict (key) do update set
      count = case when rate_limits.last_request <= ${over} then 1 else rate_limits.count + 1 end,
      last_request = case when rate_limits.last_request <= ${over} then excluded.last_request else rate_limits.last_request end
    returning count, last_request as begin`
  if (row === undefined || row.count <= MAX) return 0
  return Math.max(1, Math.ceil((Number(row.begin) + WINDOW_MS - now) / 1000))
}
