import { formatCount, formatInteger } from '#lib/domain/format.ts'
import { MAX_CHANGES } from '#lib/domain/site/run-diff.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import type { Change } from './diff-list.tsx'

export const RUN_STATE_WORDS = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Updated',
  unchanged: 'No changes',
  suspicious: 'Rejected as implausible',
  failed: 'Failed',
} as const satisfies Record<RunView['state'], string>

/** The result of a run; a dry run changes nothing, so its words say what a real run would do. */
export function resultWords({ state, dryRun }: Pick<RunView, 'state' | 'dryRun'>): string {
  if (!dryRun) return RUN_STATE_WORDS[state]
  return { ...RUN_STATE_WORDS, ...WOULD_WORDS }[state]
}

const WOULD_WORDS = {
  succeeded: 'Would update',
  unchanged: 'Would change nothing',
  suspicious: 'Would be rejected as implausible',
} as const satisfies Partial<Record<RunView['state'], string>>

/** "Updated", "Dry run: would change 3 incidents" */
export function runHeading(run: Pick<RunView, 'state' | 'dryRun' | 'diff'>): string {
  if (!run.dryRun) return RUN_STATE_WORDS[run.state]
  const isDone = run.state === 'succeeded' || run.state === 'unchanged'
  if (isDone && run.diff.length > 0) return `Dry run: would change ${changedWords(run.diff as Change[])}`
  const words = resultWords(run)
  return `Dry run: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
}

/** Counts each incident once. The run's own counts do not: several of its documents may change one incident. */
function changedWords(diff: Change[]): string {
  const incidents = new Set(diff.filter(({ change }) => change !== 'figure').map(({ incident }) => incident)).size
  if (incidents === 0) return 'headline figures only'
  return `${diff.length < MAX_CHANGES ? '' : 'at least '}${formatCount(incidents, 'incident')}`
}

export const MODE_WORDS: Record<string, string> = {
  poll: 'Poll',
  document: 'Upload',
  backfill: 'Back-fill',
  replay: 'Replay',
}

export const TRIGGER_WORDS: Record<string, string> = {
  schedule: 'by the schedule',
  admin: 'by an admin',
  api: 'by the API',
  cli: 'by the command line',
  sample: 'with the sample',
}

/** "Poll by the schedule", "Back-fill by an admin, dry run" */
export function runWords({ mode, trigger, dryRun }: Pick<RunView, 'mode' | 'trigger' | 'dryRun'>): string {
  return `${MODE_WORDS[mode] ?? mode} ${TRIGGER_WORDS[trigger] ?? trigger}${dryRun ? ', dry run' : ''}`
}

/** "3 created, 1 changed"; leaves out zeros and says so when nothing happened at all. */
export function countWords(
  run: Pick<RunView, 'created' | 'updated' | 'unchanged' | 'withdrawn' | 'quarantined'>,
): string {
  const { created, updated, unchanged, withdrawn, quarantined } = run
  const counts: [number, string][] = [
    [created, 'created'],
    [updated, 'changed'],
    [withdrawn, 'withdrawn'],
    [quarantined, 'quarantined'],
    [unchanged, 'unchanged'],
  ]
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${formatInteger(count)} ${word}`)
  return said.length === 0 ? 'nothing' : said.join(', ')
}

const ADVICE: Record<string, string> = {
  cancelled: 'Nothing needs to be done. “Run again” reads the source again.',
  worker_lost:
    'The source may serve something that is too large for the worker. See the worker log, then run it again.',
  unreadable_document:
    'The page may have changed its format, or may have served something else, such as a login page. See the document below. If the page now uses another platform, move the source on its vendor’s page.',
  other_platform:
    'The page has moved to another platform at the same address. We read nothing from it, so that no incident counts twice. Move the source on its vendor’s page.',
  suspicious_document:
    'The source listed far fewer incidents than before, so nothing was changed. If the vendor removed its history, you need not do anything: we keep what we have. Otherwise, wait for the next poll.',
  unknown_platform:
    'Open the address in a browser and check that it is a status page. Enter the address of the page itself or of its feed.',
  refused_address:
    'The address is in a private network. If you intended that, add the network to FETCH_ALLOW_CIDRS and restart the site.',
  host_closed: 'The host asked us to wait or failed several times. The next attempt is automatic.',
  timeout: 'The host was too slow. The next attempt is automatic. If it keeps failing, poll the source less often.',
  storage: 'Free space on the disk of the database, then run it again.',
  no_history: 'Polls collect the history from now on. You can upload older history as documents.',
  no_dry_run: 'Start the back-fill without a dry run. Afterwards the run shows everything it added.',
  pages_unread:
    'What was read is stored. The site retries the rest once a day for a week, and so does the next back-fill. The warnings list the addresses.',
  no_document: 'Push the document again.',
  not_polled: 'Push documents to this source, or add a source with an address.',
  too_large: 'Use a smaller document: a part of the history, or a feed.',
  internal: 'See the worker log, and report this as a bug with what the log says.',
  enotfound:
    'The host name does not exist. If the vendor has moved its status page, move the source on its vendor’s page.',
  http_404:
    'There is no page at this address any more. If the vendor has moved its status page, move the source on its vendor’s page.',
  http_410:
    'The page is gone for good. If there is a new page, move the source there. Otherwise, pause the source: we keep what we have.',
  http_429:
    'The host asks us to read less often. The next attempt is automatic. If this continues, increase the interval.',
  http_401: 'The page requires a sign-in, so we cannot read it. Look for a public page or feed of the vendor.',
  http_403: 'The host refuses our requests. It may block programs. Ask the vendor, or use its feed.',
}

/** What to do about a run's error, in a sentence or two. */
export function adviceFor({ code }: { code: string }): string {
  if (/^http_5/.test(code)) return 'The vendor’s own status page has a problem. The next attempt is automatic.'
  return (
    ADVICE[code] ??
    'The next attempt is automatic. If it keeps failing, open the address in a browser and compare it with the document.'
  )
}
