import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RESULTS_FILE } from '../results/results.ts'
import { readQuerySites } from './declared.ts'
import type { QuerySite } from './site.ts'

/** Environment variables that tell the tests where the declared queries are listed, and where to record which were examined. */
export const SITES_FILE = 'QUERY_SITES_FILE'
export const LOOKED_AT_FILE = 'QUERIES_LOOKED_AT_FILE'

/** Queries that no test sends and that cannot be described, since their text is assembled. May only decrease. */
const MAX_UNSEEN = 1

const root = join(import.meta.dirname, '..', '..', '..')
const cache = join(root, 'node_modules', '.cache', 'query-sites')

export async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'queries-'))
  process.env[SITES_FILE] = await writeSites()
  process.env[LOOKED_AT_FILE] ??= join(folder, 'looked-at')
  appendFileSync(process.env[LOOKED_AT_FILE], '')
  return () => {
    const sites = JSON.parse(readFileSync(process.env[SITES_FILE] ?? '', 'utf8')) as QuerySite[]
    const lookedAt = new Set(readFileSync(process.env[LOOKED_AT_FILE] ?? '', 'utf8').split('\n'))
    rmSync(folder, { recursive: true })
    // A run of some files examines only some queries.
    if (process.env[RESULTS_FILE] !== undefined)
      report(
        sites.filter(({ at }) => !at.startsWith('tests/')),
        lookedAt,
      )
  }
}

/** The declared queries, read again if the sources have changed. Returns the file. */
async function writeSites(): Promise<string> {
  const hash = createHash('sha256')
  for await (const path of glob(['{lib,bin}/**/*.ts', 'tests/support/rows/*.ts'], { cwd: root }))
    hash.update(path).update(readFileSync(join(root, path)))
  const path = join(cache, `${hash.digest('hex').slice(0, 16)}.json`)
  try {
    readFileSync(path)
  } catch {
    rmSync(cache, { recursive: true, force: true })
    mkdirSync(cache, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(readQuerySites()))
    renameSync(`${path}.${process.pid}`, path)
  }
  return path
}

function report(sites: QuerySite[], lookedAt: Set<string>): void {
  const unseen = sites.filter(({ at }) => !lookedAt.has(at))
  process.stdout.write(
    `Rows were compared with what is declared at ${sites.length - unseen.length} of ${sites.length} queries.\n`,
  )
  if (unseen.length > MAX_UNSEEN)
    throw new Error(
      `${unseen.length} queries were neither sent by a test nor described, and ${MAX_UNSEEN} may be: ${unseen.map(({ at }) => at).join(', ')}`,
    )
}
