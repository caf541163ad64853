import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '#lib/database/client.ts'
import { preparing } from '#lib/database/prepared.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { secondsClosed } from '#lib/sources/poll-times.ts'

/** The host failed so often in a row that no requests are sent to it for a while. */
export class HostClosedError extends OutageHistoryError {
  constructor(host: string, until: Date) {
    super(
      'host_closed',
      `${host} failed several times in a row. The next request is not before ${until.toISOString()}.`,
    )
  }
}

/** Longer than one fetch may take; after that, the holder is considered dead. */
const LEASE_SECONDS = 30
const WAIT_MS = 100

export interface GateOptions {
  /** Minimum time between the starts of two requests to the host; for back-fills, which send many. */
  spacingMs?: number
  /** For an admin's request: sends it even while the host is closed. */
  isUrgent?: boolean
  signal?: AbortSignal
}

/**
 * Runs `work` while no other request to this host is running, in this worker or another; waits for the host. A failure
 * of `work` counts against the host when `isHostFailure` says so, and the fifth in a row closes the host; a success
 * opens it. Throws HostClosedError without running `work` while the host is closed.
 */
export async function atHost<T>(
  host: string,
  work: () => Promise<T>,
  isHostFailure: (error: unknown) => boolean,
  { spacingMs = 0, isUrgent = false, signal }: GateOptions = {},
): Promise<T> {
  await enter(host, spacingMs, isUrgent, signal)
  let failed = false
  try {
    return await work()
  } catch (error) {
    failed = isHostFailure(error)
    throw error
  } finally {
    await leave(host, failed)
  }
}

/**
 * Waits for a host and holds it until the returned function is called with whether the host failed. For a few requests
 * that may overlap and that end within the lease; all others wait.
 */
export async function holdHost(
  host: string,
  { spacingMs = 0, isUrgent = false, signal }: GateOptions,
): Promise<(failed: boolean) => Promise<void>> {
  await enter(host, spacingMs, isUrgent, signal)
  return async (failed) => await leave(host, failed)
}

async function enter(
  host: string,
  spacingMs: number,
  isUrgent: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    const { rowCount } = await preparing(pool()).query<never>(
      `insert into hosts (host, busy_until, last_request_at) values ($1, now() + make_interval(secs => $2), now())
       on conflict (host) do update set busy_until = excluded.busy_until, last_request_at = excluded.last_request_at
       where coalesce(hosts.busy_until, '-infinity') < now()
         and coalesce(hosts.last_request_at, '-infinity') <= now() - make_interval(secs => $3)
         and ($4 or coalesce(hosts.closed_until, '-infinity') < now())`,
      [host, LEASE_SECONDS, spacingMs / 1000, isUrgent],
    )
    if (rowCount === 1) return
    if (!isUrgent) await refuseClosed(host)
    await sleep(WAIT_MS + Math.random() * WAIT_MS, undefined, { signal })
  }
}

async function refuseClosed(host: string): Promise<void> {
  const { rows } = await pool().query<{ closed_until: Date }>(
    'select closed_until from hosts where host = $1 and closed_until >= now()',
    [host],
  )
  if (rows[0] !== undefined) throw new HostClosedError(host, rows[0].closed_until)
}

async function leave(host: string, failed: boolean): Promise<void> {
  const { rows } = await preparing(pool()).query<{ failures: number }>(
    `update hosts set busy_until = null, failures = case when $2 then failures + 1 else 0 end,
                      closed_until = case when $2 then closed_until end
     where host = $1 returning failures`,
    [host, failed],
  )
  const seconds = failed ? secondsClosed(rows[0]?.failures ?? 0) : 0
  if (seconds > 0) {
    await pool().query<never>('update hosts set closed_until = now() + make_interval(secs => $2) where host = $1', [
      host,
      seconds,
    ])
  }
}
