import type { PoolClient } from 'pg'

/** The Postgres channel for NOTIFY, in the writing transaction, when something that visitors see has changed. */
export const CHANGE_CHANNEL = 'outage_history_changed'

/** The channel for NOTIFY, in the writing transaction, when there are events to dispatch. */
export const ALERT_CHANNEL = 'outage_history_alerts'

/** Notifies the page caches, once the transaction commits, that a vendor changed; null: any may have. */
export async function notifyChange(tx: Pick<PoolClient, 'query'>, vendorSlug: string | null): Promise<void> {
  await tx.query<never>('select pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload(vendorSlug)])
}

/** How often a worker writes its heartbeat to the database. */
export const WORKER_BEAT_MS = 10_000

/** The NOTIFY payload: the slug of the vendor that changed, or null when any vendor may have changed. */
export function changePayload(vendorSlug: string | null): string {
  return JSON.stringify(vendorSlug === null ? {} : { vendor: vendorSlug })
}

/** The vendor in a payload; null for "any", also when the payload cannot be read. */
export function changedVendor(payload: string): string | null {
  try {
    const said: unknown = JSON.parse(payload)
    const vendor = typeof said === 'object' && said !== null && 'vendor' in said ? said.vendor : null
    return typeof vendor === 'string' && vendor !== '' ? vendor : null
  } catch {
    return null
  }
}
