import { WORKER_BEAT_MS } from '#lib/database/change.ts'
import { queryRows } from '#lib/database/client.ts'
import { countUnreachable } from '#lib/domain/site/offline.ts'
import type { Overview, QueueView, StorageView } from '#lib/queries/admin-schemas.ts'
import { listRuns } from '#lib/queries/runs.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listAttempts } from './attempts.ts'
import { countQuarantined } from './quarantine.ts'
import { getSample, getSetup } from './setup.ts'
import { listAdminSources } from './sources.ts'

/** The state of the site at `now`: its sources, the queue, its data, and the latest reads. */
export async function getOverview(now: Date): Promise<Overview> {
  const [sources, setup, sample, attempts, queue, storage, quarantineCount, recentRuns] = await Promise.all([
    listAdminSources(null, now),
    getSetup(now),
    getSample(),
    listAttempts(),
    getQueue(),
    getStorage(),
    countQuarantined(),
    listRuns({}, 10),
  ])
  return {
    sources,
    setup,
    sample,
    unreachableHosts: countUnreachable(attempts),
    queue,
    storage,
    quarantineCount,
    recentRuns,
  }
}

/** Queued and running runs, and the live workers. */
export async function getQueue(): Promise<QueueView> {
  const [queue] = await queryRows<[QueueView]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued, count(*) FILTER (WHERE state = 'running')::int AS running,
           min(created_at) FILTER (WHERE state = 'queued') AS "waitingSince",
           (SELECT count(*)::int FROM workers WHERE beat_at > now() - ${(3 * WORKER_BEAT_MS) / 1000} * interval '1 second')
             AS "workerCount"
    FROM runs WHERE state IN ('queued', 'running')`)
  return queue
}

async function getStorage(): Promise<StorageView> {
  const [storage] = await queryRows<[StorageView]>(Prisma.sql`
    SELECT pg_database_size(current_database())::float8 AS "databaseBytes", count(*)::int AS "documentCount",
           coalesce(sum(byte_length), 0)::float8 AS "documentBytes", (SELECT count(*)::int FROM vendors) AS "vendorCount",
           (SELECT count(*)::int FROM incidents) AS "incidentCount"
    FROM documents`)
  return storage
}
