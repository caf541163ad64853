import type { AuditView } from '#lib/queries/admin-schemas.ts'
import { toCsv } from './csv.ts'

/** Entries of the audit log as a table; details specific to an action are in the last column as JSON. */
export function formatAuditCsv(entries: AuditView[]): string {
  return toCsv(
    ['id', 'at', 'actor', 'action', 'subject', 'detail'],
    entries.map(({ id, at, actor, action, subject, detail }) => [
      id,
      at,
      actor,
      action,
      subject,
      detail === null ? null : JSON.stringify(detail),
    ]),
  )
}
