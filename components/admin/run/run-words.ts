import type { RunView } from '#lib/queries/schemas.ts'

export const RUN_STATE_WORDS = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Changed something',
  unchanged: 'Nothing new',
  suspicious: 'Not believed',
  failed: 'Failed',
} as const satisfies Record<RunView['state'], string>

export const MODE_WORDS: Record<string, string> = {
  poll: 'Poll',
  document: 'Document',
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
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return said.length === 0 ? 'nothing' : said.join(', ')
}

const ADVICE: Record<string, string> = {
  cancelled: 'Nothing needs to be done. Retry reads the source again.',
  worker_lost:
    'Something in what this source serves may be too much for the worker. Look at the log of the worker, then retry.',
  unreadable_document:
    'The page may have changed its format, or answered with something else, such as a login page. Look at the document below. If another platform stands there now, move the source, on the page of its vendor.',
  other_platform:
    'The page has moved to another platform at the same address. Nothing of it was read, so that no incident counts twice. Move the source there, on the page of its vendor.',
  suspicious_document:
    'The source listed far less than before, and nothing was changed. If the vendor really has removed its history, nothing needs to be done: what we hold stays. Else wait for the next poll.',
  unknown_platform:
    'Open the address in a browser: is it a status page? Give the address of the page itself, or of its feed.',
  refused_address:
    'The address leads into a private network. If that is meant, name the network in FETCH_ALLOW_CIDRS and restart the site.',
  host_closed: 'The host has asked for patience, or has failed several times. It is tried again by itself.',
  timeout: 'The host was too slow. It is tried again by itself; if it keeps failing, poll it less often.',
  storage: 'Make room on the disk of the database, then retry.',
  no_history: 'Polls collect the history from now on. An older one can be imported as documents.',
  no_dry_run: 'Start it without the dry run; whatever it adds can be looked at in the run afterwards.',
  pages_unread:
    'What was read is stored. The rest is tried again once a day for a week, and by the next back-fill; the warnings say which addresses it is.',
  no_document: 'Push the document again.',
  not_polled: 'Push documents to this source, or add a source with an address.',
  too_large: 'Ask for a smaller document: a part of the history, or a feed.',
  internal: 'Look at the log of the worker, and report it as a bug with what stands there.',
  enotfound:
    'The name does not exist. Has the vendor moved its status page? Then move the source, on the page of its vendor.',
  http_404:
    'There is nothing at this address any more. Has the vendor moved its status page? Then move the source, on the page of its vendor.',
  http_410:
    'The page is gone for good. If there is a new one, move the source to it; else pause it: what we hold stays.',
  http_429: 'The host asks to be read less often. It is tried again later by itself; raise the interval if it goes on.',
  http_401: 'The page wants a sign-in, so it cannot be read. Look for a public page or feed of the vendor.',
  http_403: 'The host refuses us. It may block programs; ask the vendor, or use its feed.',
}

/** What to do about a run's error, in a sentence or two. */
export function adviceFor({ code }: { code: string }): string {
  if (/^http_5/.test(code)) return "The vendor's own status page has a problem. It is tried again by itself."
  return (
    ADVICE[code] ??
    'It is tried again by itself. If it keeps failing, open the address in a browser and compare it with the document.'
  )
}
