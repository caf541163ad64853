import type pg from 'pg'
import { openClient } from '#lib/database/connection.ts'

/** A node-postgres error: `code` is Postgres's SQLSTATE or the system's name of the failure. */
export interface DatabaseError extends Error {
  code?: string
}

/** A caller that waits longer for a lock sets its own limit. */
const LOCK_TIMEOUT_MS = 60_000

/** Throws when the database does not answer, or does not exist (code 3D000). */
export async function reachDatabase(url: string): Promise<void> {
  await withClient(url, async () => {})
}

/** Creates the database on its server; returns false when it existed. */
export async function createDatabase(url: string): Promise<boolean> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  const server = new URL(url)
  server.pathname = '/postgres'
  return await withClient(server.href, async (client) => {
    try {
      await client.query<never>(`create database ${client.escapeIdentifier(name)}`)
      return true
    } catch (error) {
      // 23505: another process is creating it at this moment.
      if (['42P04', '23505'].includes((error as DatabaseError).code ?? '')) return false
      throw error
    }
  })
}

/** Connects for one operation. */
export async function withClient<T>(
  connectionString: string,
  operation: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await openClient({ connectionString, connectionTimeoutMillis: 10_000, lock_timeout: LOCK_TIMEOUT_MS })
  try {
    return await operation(client)
  } finally {
    await client.end()
  }
}
