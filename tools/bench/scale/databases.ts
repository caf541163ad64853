import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import type { World } from './world.ts'

const end = new Date(new Date().toISOString().slice(0, 10))

/** What the databases of these names hold, which stay from one run to the next. */
export const WORLDS = {
  smoke: { vendors: 100, incidents: 4_000, largest: null, end },
  small: { vendors: 100, incidents: 21_000, largest: null, end },
  middle: { vendors: 1_000, incidents: 210_000, largest: 20_000, end },
  large: { vendors: 10_000, incidents: 2_100_000, largest: 20_000, end },
} satisfies Record<string, World>

/** Lends the server that keeps them in BENCH_FOLDER (.bench unless set). */
export async function withKeptServer<Result>(
  work: (server: EmbeddedPostgres, directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = process.env.BENCH_FOLDER ?? join(import.meta.dirname, '..', '..', '..', '.bench')
  await mkdir(directory, { recursive: true })
  const server = await startEmbeddedPostgres({ directory })
  try {
    return await work(server, directory)
  } finally {
    await server.release()
  }
}
