import { pool } from '#lib/database/client.ts'

/** Waits until what was stored as due now is due: its instant may have been rounded up to a millisecond. */
export async function untilDue(): Promise<void> {
  await pool().query('select pg_sleep(0.001)')
}
