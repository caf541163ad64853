import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Platform } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { formatDuration } from '#lib/domain/format.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aSource, ingest } from '#tests/support/ingest.ts'

const run = promisify(execFile)
const MAX_BYTES = 100 * 1024 * 1024

export interface ReplayOptions {
  repository: string
  path: string
  platform: string
  /** The source's address, and the document's; by default the first that a poll of the source reads. */
  url: string
  from: string | null
  /** The repository's polling interval, in seconds. */
  intervalSeconds: number
  /** At most this many versions, the newest ones; null for all. */
  last: number | null
  note: (detail: string) => void
}

/** Reads every version of a file in commit order through the normal path; returns the lines of the report. */
export async function replayHistory(options: ReplayOptions): Promise<string[]> {
  const { repository, path, url, intervalSeconds, note } = options
  const adapter = getAdapter(options.platform)
  if (adapter === null) throw new Error(`There is no platform "${options.platform}".`)
  const platform: Platform = adapter.platform
  const from = options.from ?? adapter.poll?.(url)[0]?.url ?? url
  const all = await listVersions(repository, path)
  const versions = options.last === null ? all : all.slice(-options.last)
  const source = { vendor: 'replayed', platform, url }
  const { sourceId } = await aSource(source)
  await pool().query('update sources set poll_interval_seconds = $2 where id = $1', [sourceId, intervalSeconds])
  const started = performance.now()
  const states = new Map<string, number>()
  let lastAt = new Date(0)
  for (const [index, { commit, committedAt }] of versions.entries()) {
    const { stdout } = await run('git', ['-C', repository, 'show', `${commit}:${path}`], {
      encoding: 'buffer',
      maxBuffer: MAX_BYTES,
    })
    const { state } = await ingest(stdout, { ...source, readAt: committedAt, from })
    states.set(state, (states.get(state) ?? 0) + 1)
    lastAt = committedAt
    if (index % 50 === 0) note(`${index} of ${versions.length} versions`)
  }
  const seconds = (performance.now() - started) / 1000
  return await describe({ states, asOf: lastAt, versions: versions.length, seconds })
}

async function listVersions(repository: string, path: string): Promise<{ commit: string; committedAt: Date }[]> {
  const { stdout } = await run(
    'git',
    ['-C', repository, 'log', '--reverse', '--diff-filter=AM', '--format=%H %cI', '--', path],
    {
      maxBuffer: MAX_BYTES,
    },
  )
  const versions = stdout
    .trim()
    .split('\n')
    .map((line) => ({ commit: line.slice(0, 40), committedAt: new Date(line.slice(41)) }))
  return versions.sort((a, b) => a.committedAt.getTime() - b.committedAt.getTime())
}

async function describe({
  states,
  asOf,
  versions,
  seconds,
}: {
  states: Map<string, number>
  asOf: Date
  versions: number
  seconds: number
}): Promise<string[]> {
  const { rows } = await pool().query(`
    select kind, count(*)::int as count, count(*) filter (where basis = 'ongoing')::int as open,
      count(*) filter (where withdrawn_at is not null)::int as withdrawn,
      count(*) filter (where basis = 'unclear')::int as unclear
    from incidents group by kind order by kind`)
  const { rows: edits } = await pool().query('select count(*)::int as count from revisions')
  const { rows: notes } = await pool().query(
    'select count(*)::int as count, count(*) filter (where withdrawn_at is not null)::int as withdrawn from incident_updates',
  )
  const filter = { ...parseHistoryFilter({ window: 'all' }, asOf), asOf }
  const history = (await getVendor('replayed', filter, asOf))?.history
  const covered = history?.coverage.periods.map(
    ({ from, to, quality }) => `${from.toISOString()} to ${to.toISOString()} ${quality}`,
  )
  return [
    `Documents: ${versions} (${[...states].map(([state, count]) => `${count} ${state}`).join(', ')})`,
    ...rows.map(
      ({ kind, count, open, withdrawn, unclear }) =>
        `${kind}: ${count}, of which ${open} open, ${withdrawn} withdrawn, ${unclear} unclear`,
    ),
    `Updates: ${notes[0].count}, of which ${notes[0].withdrawn} withdrawn`,
    `Revisions: ${edits[0].count}`,
    `Downtime of outages: ${formatDuration(history?.downtimeSeconds ?? 0)}, summed ${formatDuration(history?.incidentSeconds ?? 0)}${history?.downtimeIsMinimum ? ', at least' : ''}`,
    `Coverage: ${covered?.slice(0, 5).join('; ') ?? 'none'}${(covered?.length ?? 0) > 5 ? `; ${covered?.length} periods in all` : ''}`,
    `Seconds: ${seconds.toFixed(1)}`,
  ]
}
