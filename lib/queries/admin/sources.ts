import { queryRows } from '#lib/database/client.ts'
import { sourceHealth } from '#lib/domain/source-health.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

interface SourceRow extends Omit<AdminSource, 'health' | 'lastRun'> {
  createdAt: Date
  isVendorPaused: boolean
  isDoubted: boolean
  runId: string | null
  runState: RunView['state'] | null
  errorCode: string | null
  errorMessage: string | null
}

/** The sources of one vendor, or of all, by vendor's name, primary first; with their health at `now`. */
export async function listAdminSources(vendorSlug: string | null, now: Date): Promise<AdminSource[]> {
  return await listWhere(vendorSlug === null ? Prisma.sql`TRUE` : Prisma.sql`v.slug = ${vendorSlug}`, now)
}

/** One source; null for an unknown id. */
export async function getAdminSource(id: number, now: Date): Promise<AdminSource | null> {
  return (await listWhere(Prisma.sql`s.id = ${id}`, now))[0] ?? null
}

async function listWhere(condition: Prisma.Sql, now: Date): Promise<AdminSource[]> {
  const rows = await queryRows<SourceRow[]>(Prisma.sql`
    SELECT s.id, v.slug AS vendor, v.name AS "vendorName", s.key, s.platform, s.url, s.origin::text, s.is_primary AS "isPrimary",
           s.poll_interval_seconds AS "pollIntervalSeconds", s.paused_at AS "pausedAt", s.created_at AS "createdAt",
           v.paused_at IS NOT NULL AS "isVendorPaused", s.failures, s.next_due_at AS "nextDueAt",
           s.last_checked_at AS "lastCheckedAt", s.last_good_read_at AS "lastGoodReadAt",
           (SELECT count(*)::int FROM incidents i WHERE i.source_id = s.id) AS "incidentCount",
           (SELECT count(*)::int FROM documents d WHERE d.source_id = s.id) AS "documentCount", s.moved_hint AS "movedHint",
           (SELECT t.key FROM moves m JOIN sources t ON t.id = m.target_id WHERE m.source_id = s.id) AS "movedTo",
           array(SELECT o.key FROM moves m JOIN sources o ON o.id = m.source_id WHERE m.target_id = s.id ORDER BY o.id) AS "movedFrom",
           coalesce(r.state = 'suspicious', false) AS "isDoubted", r.id::text AS "runId", r.state::text AS "runState",
           r.error_code AS "errorCode", r.error_message AS "errorMessage"
    FROM sources s JOIN vendors v ON v.id = s.vendor_id
    LEFT JOIN LATERAL (
      SELECT id, state, error_code, error_message FROM runs
      WHERE source_id = s.id AND NOT dry_run AND finished_at IS NOT NULL ORDER BY created_at DESC LIMIT 1
    ) r ON true
    WHERE ${condition}
    ORDER BY lower(v.name), v.id, s.is_primary DESC, s.id`)
  return rows.map((row) => toAdminSource(row, now))
}

function toAdminSource(row: SourceRow, now: Date): AdminSource {
  const { createdAt, isVendorPaused, isDoubted, runId, runState, errorCode, errorMessage, ...source } = row
  return {
    ...source,
    health: sourceHealth(
      {
        ...source,
        createdAt,
        isDoubted,
        hasAddress: source.url !== null && source.origin === 'live',
        isPaused: isVendorPaused || source.pausedAt !== null,
      },
      now,
    ),
    lastRun:
      runId === null || runState === null
        ? null
        : {
            id: runId,
            state: runState,
            error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
          },
  }
}
