/** The Postgres channel on which whoever writes says, in its own transaction, that what visitors see has changed. */
export const CHANGE_CHANNEL = 'outage_history_changed'

/** How often a worker says in the database that it is alive. */
export const WORKER_BEAT_MS = 10_000

/** What to NOTIFY with: the slug of the vendor that changed, or null when any may have. */
export function changePayload(vendorSlug: string | null): string {
  return JSON.stringify(vendorSlug === null ? {} : { vendor: vendorSlug })
}

/** The vendor of such a payload; null for "any", also when the payload says nothing that we understand. */
export function changedVendor(payload: string): string | null {
  try {
    const said: unknown = JSON.parse(payload)
    const vendor = typeof said === 'object' && said !== null && 'vendor' in said ? said.vendor : null
    return typeof vendor === 'string' && vendor !== '' ? vendor : null
  } catch {
    return null
  }
}
