import { adviceFor } from '#components/admin/run/run-words.ts'
import { formatCount } from '#lib/domain/format.ts'
import type { Overview } from '#lib/queries/admin-schemas.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { formatBytes } from './bytes.ts'
import { needsAttention } from './health-words.ts'

/** A problem that an admin should look at: what it is, what to do next, and where. */
export interface Attention {
  what: string
  next: string
  href: string
}

/** A queue whose oldest run has waited this long counts as stuck. */
const STUCK_MS = 120_000

/** Less free space than this runs out soon: a day of polling many sources, or one back-fill, can use it up. */
const LITTLE_BYTES = 1_000_000_000

/** What needs attention at `now`, site-wide problems first. `freeBytes` is the free space on the site's disk, where known. */
export function listAttention(overview: Overview, freeBytes: number | null, now: Date): Attention[] {
  const { sources, queue, quarantineCount } = overview
  return [
    ...aboutNetwork(overview.unreachableHosts),
    ...aboutQueue(queue, now),
    ...aboutDisk(freeBytes),
    ...sources
      .filter((source) => needsAttention(source.health) || hasMoved(source))
      .filter(({ health }) => overview.unreachableHosts === 0 || health !== 'failing')
      .map((source) => aboutSource(source, queue.workerCount > 0)),
    ...(quarantineCount === 0
      ? []
      : [
          {
            what: `${formatCount(quarantineCount, 'item')} in documents could not be read`,
            next: 'See why. Everything else in those documents is stored.',
            href: '/admin/quarantine',
          },
        ]),
  ]
}

/** One sentence about the server, where otherwise each source would have its own. */
function aboutNetwork(hosts: number): Attention[] {
  if (hosts === 0) return []
  const next =
    'Every host that was polled in the last day failed with a network error, so the cause is probably here. Check this server’s network, DNS and firewall. Polls continue by themselves.'
  return [
    {
      what: `This server seems to be offline: none of ${hosts} hosts answered`,
      next,
      href: '/admin/runs?state=failed',
    },
  ]
}

function aboutDisk(freeBytes: number | null): Attention[] {
  if (freeBytes === null || freeBytes >= LITTLE_BYTES) return []
  const next = 'When the disk is full, nothing more can be stored. Free space, or move DATA_DIR to a larger disk.'
  return [{ what: `The disk has only ${formatBytes(freeBytes)} left`, next, href: '/admin#storage' }]
}

function aboutQueue({ workerCount, waitingSince }: Overview['queue'], now: Date): Attention[] {
  if (workerCount === 0) {
    const next =
      'Without a worker nothing is read. Restart the site, or start a separate worker if the site runs with WORKER=off.'
    return [{ what: 'No worker is running', next, href: '/admin/runs?state=queued' }]
  }
  if (waitingSince === null || now.getTime() - waitingSince.getTime() < STUCK_MS) return []
  const next = 'The worker may be overloaded. The oldest run shows what it is waiting for.'
  return [{ what: 'Runs have been waiting for a long time', next, href: '/admin/runs?state=queued' }]
}

/** A redirect seen this often is no one-off mistake. */
const SURE_TIMES = 2

/**
 * Whether polls found that the source has moved or is gone: they saw the redirect often enough, a known platform in its place,
 * or nothing any more.
 */
export function hasMoved({ health, movedHint }: Pick<AdminSource, 'health' | 'movedHint'>): boolean {
  if (health === 'stopped' || movedHint === null) return false
  return movedHint.url === null || movedHint.platform !== null || movedHint.times >= SURE_TIMES
}

function aboutSource(source: AdminSource, hasWorker: boolean): Attention {
  const { id, vendor, vendorName, platform, health, failures, lastRun, movedHint } = source
  if (hasMoved(source) && movedHint !== null) {
    const isGone = movedHint.url === null
    return {
      what: `${vendorName} (${platform}): the page seems to ${isGone ? 'be gone' : `have moved to ${movedHint.url}`}`,
      next: isGone
        ? `${movedHint.evidence} If you know its new address, give it here.`
        : `${movedHint.evidence} Check the new address: you see how the incidents match before anything is saved.`,
      href: `/admin/sources/${id}/move`,
    }
  }
  const href = lastRun === null || health === 'late' ? `/admin/vendors/${vendor}` : `/admin/runs/${lastRun.id}`
  switch (health) {
    case 'failing': {
      const times = failures === 1 ? 'the last poll' : `${failures} polls in a row`
      const what = `${vendorName} (${platform}): ${times} failed`
      return { what, next: lastRun?.error ? adviceFor(lastRun.error) : 'See the last run for the reason.', href }
    }
    case 'suspicious':
      return {
        what: `${vendorName} (${platform}): the last document was rejected as implausible`,
        next: adviceFor({ code: 'suspicious_document' }),
        href,
      }
    default:
      return {
        what: `${vendorName} (${platform}) has not been read in time`,
        next: hasWorker
          ? 'Poll the source now. If no source is polled, the site may run with SCHEDULE=off.'
          : 'The source waits for a worker.',
        href,
      }
  }
}
