import { queryRows } from '#lib/database/client.ts'
import type { Application } from '#lib/queries/admin-schemas.ts'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** What the audit log says of a run: which dry run it applied, or which run applied it. */
export async function getApplication({ id, createdAt, dryRun }: RunView): Promise<Application> {
  // Bounded by time, which is indexed: nothing is applied before it exists.
  const [entry] = await queryRows<{ subject: string; run: string }[]>(Prisma.sql`
    SELECT subject, detail->>'run' AS run FROM audit_entries
    WHERE at >= ${createdAt}::timestamptz - interval '1 second' AND action = 'run.apply'
      AND ${dryRun ? Prisma.sql`subject = ${id}` : Prisma.sql`detail->>'run' = ${id}`}
    ORDER BY at LIMIT 1`)
  if (entry === undefined) return { tried: null, appliedAs: null }
  return dryRun ? { tried: null, appliedAs: entry.run } : { tried: await getRun(entry.subject), appliedAs: null }
}
