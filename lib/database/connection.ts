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
  pool.on('connect', (client) => {
    client.on('error', () => {})
    promiseAfresh(client)
  })
  return pool
}

type QueryWithCallback = (
  config: unknown,
  values: unknown,
  done: (error: Error | null, result: pg.QueryResult) => void,
) => unknown

/**
 * node-postgres makes the promise of a query from another one by `catch`. Those of a loop of queries hang together, and V8 moves
 * what all of them brought to its old generation, to stay there until that is collected, though nobody holds it any more. A promise
 * of our own, around the callback, hangs on nothing.
 */
function promiseAfresh(client: pg.PoolClient): void {
  const query = client.query.bind(client) as QueryWithCallback
  const ask = async (config: unknown, values: unknown) => {
    try {
      return await new Promise<pg.QueryResult>((resolve, reject) => {
        query(config, values, (error, result) => (error ? reject(error) : resolve(result)))
      })
    } catch (error) {
      // As node-postgres does: with whoever asked in the stack.
      Error.captureStackTrace(error as Error)
      throw error
    }
  }
  client.query = ((config: unknown, values: unknown, done: Parameters<QueryWithCallback>[2]) =>
    [config, values, done].some(isHandedBack)
      ? query(config, values, done)
      : ask(config, values)) as pg.PoolClient['query']
}

/** What tells its outcome itself: a callback, and a stream of COPY. */
function isHandedBack(argument: unknown): boolean {
  return typeof argument === 'function' || typeof (argument as pg.Submittable | null | undefined)?.submit === 'function'
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
