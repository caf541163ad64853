import { queryRows } from '#lib/database/client.ts'
import type { Attempt } from '#lib/domain/site/offline.ts'
import { Prisma } from '#prisma/client/client.ts'

/**
 * The newest poll of each source that is polled, within a day. Leaves out polls that sent no request because the host had
 * failed before: they say nothing of their own.
 */
export async function listAttempts(): Promise<Attempt[]> {
  const rows = await queryRows<{ url: string; errorCode: string | null }[]>(Prisma.sql`
    SELECT s.url, r.error_code AS "errorCode" FROM sources s JOIN vendors v ON v.id = s.vendor_id
    CROSS JOIN LATERAL (
      SELECT error_code FROM runs WHERE source_id = s.id AND mode = 'poll' AND finished_at > now() - interval '1 day'
        AND error_code IS DISTINCT FROM 'host_closed' AND error_code IS DISTINCT FROM 'cancelled'
      ORDER BY created_at DESC LIMIT 1
    ) r
    WHERE s.origin = 'live' AND s.url IS NOT NULL AND s.paused_at IS NULL AND v.paused_at IS NULL`)
  return rows.map(({ url, errorCode }) => ({ host: new URL(url).host, errorCode }))
}
