import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { withClient } from '#bin/database.ts'
import { createEmptyDatabase, type TestDatabase } from '../database.ts'

/** What tests/fixtures/upgrade keeps of a site at commit 94a0b6c; see its README. */
export interface KeptSite {
  publicUrl: string
  authSecret: string
  /** "name=value" of a session of `account`. */
  cookie: string
  account: string
  apiToken: string
  /** By slug, responses of the API as of `asOf`. */
  vendors: Record<
    string,
    { asOf: string; vendor: object; all: object; order: string[]; incidents: { id: string; permalink: string }[] }
  >
  /** By public id, the path of the permalink, or of the API for an id that leads to another. */
  permalinks: Record<string, string>
  /** By former slug, the current one. */
  slugs: Record<string, string>
  /** Rows by table. */
  counts: Record<string, number>
}

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'upgrade')

export async function readKeptSite(): Promise<KeptSite> {
  return JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'), (_, value) =>
    value?.coverage?.periods === undefined ? unsigned(value) : { ...value, coverage: believed(value) },
  )
}

/** When the list of maintenance of one source was read, and its list of incidents: only that is a good read now. */
const GOOD_READS: Record<string, string> = { '2026-11-28T06:30:29.080Z': '2026-11-28T06:30:29.046Z' }

/** Corrections are no longer signed with addresses. */
function unsigned(value: unknown): unknown {
  if (typeof value === 'string') return GOOD_READS[value] ?? value
  const isSigned =
    typeof value === 'object' && value !== null && 'author' in value && String(value.author).includes('@')
  return isSigned ? { ...value, author: 'an admin' } : value
}

interface KeptHistory {
  asOf: string
  window: { from: string; to: string }
  coverage: { periods: { from: string; to: string; quality: string }[] }
}

/**
 * The site took what followed the last list of incidents for known in part, because the same poll had read a list of maintenance
 * after it. Now it is complete for as long as polls are believed.
 */
function believed({ asOf, window, coverage }: KeptHistory) {
  const [last, before] = coverage.periods.toReversed()
  const isBelieved =
    last?.quality === 'partial' &&
    before?.quality === 'complete' &&
    before.to === last.from &&
    last.to === asOf &&
    Date.parse(asOf) - Date.parse(before.to) < 15 * 60_000
  if (!isBelieved) return coverage
  const periods = [...coverage.periods.slice(0, -2), { ...before, to: last.to }]
  const complete = periods.length === 1 && before.from <= window.from && last.to >= window.to
  return { ...coverage, periods, complete }
}

/** The lines of its export, without their ends: in format 1 as that site wrote it, or in format 2, without the sample. */
export async function readKeptExport(version: 1 | 2 = 1): Promise<string[]> {
  return (await unzip(`export-${version}.ndjson.gz`)).trimEnd().split('\n')
}

/** Its database before any later migration; its session is extended by a day. */
export async function loadKeptDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase()
  await loadKeptDump(database.url)
  return database
}

/** The same, into an existing empty database. */
export async function loadKeptDump(url: string): Promise<void> {
  const dump = await unzip('database.sql.gz')
  await withClient(url, async (client) => {
    await client.query(dump)
    await client.query("update public.sessions set updated_at = now(), expires_at = now() + interval '1 day'")
  })
}

async function unzip(name: string): Promise<string> {
  return gunzipSync(await readFile(join(folder, name))).toString()
}
