import pg from 'pg'
import { log } from '#lib/log.ts'

/** TCP keepalive starts after this idle time: a server that vanished is noticed within half a minute. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/**
 * A pool whose connections may be lost at any time, idle or in use: the running query, or the next one, fails, and
 * nothing else happens. node-postgres ends the process on an error event without a listener, and its pool listens on
 * idle connections only. All pools are therefore made here; lint/no-bare-connection.grit enforces it.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...KEEP_ALIVE, ...config })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export interface ClientOptions extends pg.ClientConfig {
  /** Called when the connection was lost or has ended. */
  onLost?: (error: Error) => void
  onNotification?: (payload: string) => void
}

/** An open connection outside of any pool, which the caller closes. Rejects when the server cannot be reached. */
export async function openClient({ onLost, onNotification, ...config }: ClientOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...KEEP_ALIVE, ...config })
  client.on('error', (error) => onLost?.(error))
  client.on('end', () => onLost?.(new Error('The connection was closed.')))
  client.on('notification', ({ payload = '' }) => onNotification?.(payload))
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/** Lends a connection of the pool for the length of one task. */
export async function withPoolClient<T>(pool: pg.Pool, task: (client: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isDiscarded = false
  const discard = () => {
    isDiscarded = true
  }
  try {
    return await task({ query: client.query.bind(client), discard })
  } finally {
    client.release(isDiscarded)
  }
}

export interface Connection extends Pick<pg.PoolClient, 'query'> {
  /** Closes the connection at the end, with its settings, locks and open transaction, instead of giving it back. */
  discard(): void
}
