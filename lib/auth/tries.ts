import { randomUUID } from 'node:crypto'
import { pool } from '#lib/database/client.ts'

const WINDOW_MS = 60_000
const MAX = 20

/**
 * Counts an attempt at something that could be guessed in better-auth's rate limit table, so that all instances share
 * the count. `who` identifies one visitor. Returns 0, or the seconds to wait after too many within a minute.
 */
export async function countTry(what: string, who: string): Promise<number> {
  const now = Date.now()
  const {
    rows: [row],
  } = await pool().query<{ count: number; begin: string }>(
    `insert into rate_limits (id, key, count, last_request) values ($1, $2, 1, $3)
     on conflict (key) do update set
       count = case when rate_limits.last_request <= $4 then 1 else rate_limits.count + 1 end,
       last_request = case when rate_limits.last_request <= $4 then excluded.last_request else rate_limits.last_request end
     returning count, last_request as begin`,
    [randomUUID(), `${who}|${what}`, now, now - WINDOW_MS],
  )
  if (row === undefined || row.count <= MAX) return 0
  return Math.max(1, Math.ceil((Number(row.begin) + WINDOW_MS - now) / 1000))
}
