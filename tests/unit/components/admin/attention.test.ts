import { describe, expect, it } from 'vitest'
import { listAttention } from '#components/admin/attention.ts'
import type { Overview } from '#lib/queries/admin-schemas.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'

const now = new Date('2026-03-01T12:00:00Z')

const source = (over: Partial<AdminSource>): AdminSource => ({
  id: 1,
  vendor: 'acme',
  vendorName: 'Acme',
  key: 'statuspage:status.acme.example',
  platform: 'statuspage',
  url: 'https://status.acme.example',
  origin: 'live',
  isPrimary: true,
  pollIntervalSeconds: 300,
  pausedAt: null,
  health: 'fresh',
  failures: 0,
  nextDueAt: null,
  lastCheckedAt: null,
  lastGoodReadAt: null,
  incidentCount: 0,
  documentCount: 0,
  movedHint: null,
  movedTo: null,
  movedFrom: [],
  lastRun: null,
  ...over,
})

const overview = (over: Partial<Overview> = {}): Overview => ({
  setup: { liveSources: 1, read: 1, failing: 0, people: 1, isDismissed: false },
  sample: { sources: 0, onlyVendors: [] },
  unreachableHosts: 0,
  sources: [source({})],
  queue: { queued: 0, running: 0, waitingSince: null, workerCount: 1 },
  storage: { databaseBytes: 0, documentCount: 0, documentBytes: 0, vendorCount: 1, incidentCount: 0 },
  quarantineCount: 0,
  recentRuns: [],
  ...over,
})

describe('what needs attention', () => {
  it('is nothing while all is well, paused sources and pure archives included', () => {
    const sources = [
      source({}),
      source({ health: 'stopped' }),
      source({ health: 'archive' }),
      source({ health: 'new' }),
    ]
    expect(listAttention(overview({ sources }), null, now)).toEqual([])
  })

  it('is a source that fails, with what its error asks for', () => {
    const lastRun = { id: 'r1', state: 'failed' as const, error: { code: 'http_404', message: 'HTTP 404 from …' } }
    const failing = source({ health: 'failing', failures: 3, lastRun })
    expect(listAttention(overview({ sources: [failing] }), null, now)).toEqual([
      {
        what: 'Acme (statuspage): 3 polls in a row failed',
        next: 'There is no page at this address any more. If the vendor has moved its status page, move the source on its vendor’s page.',
        href: '/admin/runs/r1',
      },
    ])
  })

  it('is, before all else, a worker that is not there', () => {
    const queue = { queued: 2, running: 0, waitingSince: new Date('2026-03-01T11:00:00Z'), workerCount: 0 }
    const [first, second] = listAttention(overview({ queue, sources: [source({ health: 'late' })] }), null, now)
    expect([first?.what, second?.what, second?.next]).toEqual([
      'No worker is running',
      'Acme (statuspage) has not been read in time',
      'The source waits for a worker.',
    ])
  })

  it('is a queue that does not move, but not one that has just begun to wait', () => {
    const waiting = (since: string) =>
      overview({ queue: { queued: 1, running: 1, waitingSince: new Date(since), workerCount: 1 } })
    expect(listAttention(waiting('2026-03-01T11:57:00Z'), null, now).map(({ what }) => what)).toEqual([
      'Runs have been waiting for a long time',
    ])
    expect(listAttention(waiting('2026-03-01T11:59:00Z'), null, now)).toEqual([])
  })

  it('is a page that seems to have moved: seen so often, or by what stands there now', () => {
    const hint = { url: 'https://acme.example', platform: null, evidence: 'It is redirected.', times: 2, since: '' }
    const about = (over: object) =>
      listAttention(overview({ sources: [source({ movedHint: { ...hint, ...over } })] }), null, now)
    expect(about({})).toEqual([
      {
        what: 'Acme (statuspage): the page seems to have moved to https://acme.example',
        next: 'It is redirected. Check the new address: you see how the incidents match before anything is saved.',
        href: '/admin/sources/1/move',
      },
    ])
    expect(about({ times: 1 })).toEqual([])
    expect(about({ times: 1, platform: 'cstate' })).toHaveLength(1)
    expect(about({ times: 1, url: null, evidence: 'It asks for a login.' })).toEqual([
      {
        what: 'Acme (statuspage): the page seems to be gone',
        next: 'It asks for a login. If you know its new address, give it here.',
        href: '/admin/sources/1/move',
      },
    ])
  })

  it('is a disk that is nearly full', () => {
    expect(listAttention(overview(), 999_000_000, now)[0]?.what).toBe('The disk has only 999.0 MB left')
    expect(listAttention(overview(), 5_000_000_000, now)).toEqual([])
  })

  it('is the quarantine, in the right number', () => {
    const about = (quarantineCount: number) => listAttention(overview({ quarantineCount }), null, now)[0]?.what
    expect([about(1), about(2)]).toEqual([
      '1 item in documents could not be read',
      '2 items in documents could not be read',
    ])
  })

  it('is the server itself where no host can be reached, and then no single source that fails', () => {
    const failing = source({ health: 'failing', failures: 3 })
    expect(listAttention(overview({ sources: [failing, failing], unreachableHosts: 2 }), null, now)).toMatchObject([
      { what: 'This server seems to be offline: none of 2 hosts answered' },
    ])
  })
})
