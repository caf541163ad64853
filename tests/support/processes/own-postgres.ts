import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort } from '../site.ts'

const run = promisify(execFile)

export interface OwnPostgres {
  /** The version of the machine's pg_dump: "15.18". */
  version: string
  url(database: string): string
  stop(): Promise<void>
}

/**
 * A server from the same Postgres as the machine's pg_dump, for tests of operator procedures. Returns the reason if there is
 * none.
 */
export async function startOwnPostgres(): Promise<OwnPostgres | string> {
  const bin = await run('pg_config', ['--bindir']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
  if (bin === null) return 'There is no pg_dump on this machine.'
  const asUser = await findUser()
  if (asUser === null) return 'Postgres does not run as root, and there is no user "postgres".'
  const folder = await mkdtemp(join(tmpdir(), 'outage-history-own-postgres-'))
  if (asUser.uid !== undefined) await chown(folder, asUser.uid, asUser.gid ?? -1)
  const cluster = join(folder, 'cluster')
  const port = await findFreePort()
  try {
    await run(join(bin, 'initdb'), ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N'], asUser)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return `The machine's initdb does not work: ${(error as Error).message}`
  }
  const options = ['-D', cluster, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off']
  const server = spawn(join(bin, 'postgres'), options, { ...asUser, stdio: 'ignore' })
  const ended = once(server, 'exit')
  const isReady = () => run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(Boolean, () => false)
  while (server.exitCode === null && !(await isReady()));
  const { stdout } = await run(join(bin, 'pg_dump'), ['--version'])
  return {
    version: /[\d.]+/.exec(stdout)?.[0] ?? '',
    url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      server.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The user that the server may run as: this one, or for root another. */
async function findUser(): Promise<{ uid?: number; gid?: number } | null> {
  if (process.getuid?.() !== 0) return {}
  const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout)
  return await Promise.all([id('-u'), id('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => null,
  )
}
