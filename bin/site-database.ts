import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const DATABASE = 'outage_history'
const RESTART_AFTER_MS = 1_000

export interface SiteDatabase {
  url: string
  /** Stops the embedded server if nobody else uses it. */
  close(): Promise<void>
}

/** A running database server: the operator's, or the embedded one, which is restarted if it dies. */
export async function openSiteDatabase(
  env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>,
  say: (line: string) => void,
): Promise<SiteDatabase> {
  if (env.DATABASE_URL !== null) return { url: env.DATABASE_URL, close: async () => {} }
  const directory = join(env.DATA_DIR, 'postgres')
  let closed = false
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ directory, say, onLost: () => void revive() })

  async function revive(): Promise<void> {
    log.error('the embedded database stopped; starting it again')
    while (!closed) {
      try {
        // Restarted on its former port, since every process has that address.
        server = await startEmbeddedPostgres({ directory, port: server.port, onLost: () => void revive() })
        log.info('the embedded database is back')
        if (closed) await server.release()
        return
      } catch (error) {
        log.error({ err: error }, 'the embedded database could not be started again')
        await sleep(RESTART_AFTER_MS)
      }
    }
  }

  return {
    url: server.url(DATABASE),
    close: async () => {
      closed = true
      await server.release()
    },
  }
}
