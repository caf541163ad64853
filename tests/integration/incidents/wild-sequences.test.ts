import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Platform } from '#lib/adapters/adapter.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { clearDatabase, expectInvariants, ingest, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'

ownDatabase({ emptied: true })

interface Sequence {
  name: string
  platform: Platform
  /** Where each file was read, and when. */
  files: [file: string, readAt: string, from?: string][]
  /** "title | kind | start | seconds | basis", with " | withdrawn" where it was, newest first, as of the last reading. */
  told: string[]
}

const KUMA = 'https://kuma.example/api/status-page/main'
const OPENSTATUS = 'https://status.example/feed/json'
const SLACK = 'https://slack-status.com/api/v2.0.0/history'

const SEQUENCES: Sequence[] = [
  {
    name: 'feed-undated-merge',
    platform: 'feed',
    files: [
      ['1.xml', '2022-08-23T11:40:00Z'],
      ['2-file-renamed.xml', '2022-08-23T12:40:00Z'],
      ['3-a-year-later-with-a-mistyped-date.xml', '2023-07-04T10:00:00Z'],
      ['4-date-corrected.xml', '2023-07-05T15:00:00Z'],
    ],
    told: [
      'Maintenance on CI | maintenance | 2023-07-04T13:00:00Z | 72000 | reported',
      // Under the name that its file had first.
      'Maintenance on CI | maintenance | 2022-08-23T11:30:00Z |  | single',
      'Maintenance on CI | maintenance | 2022-08-23T11:30:00Z | 3600 | reported',
      'Mirror outage | incident | 2022-01-10T08:00:00Z | 3600 | reported',
    ],
  },
  {
    name: 'cstate-pinned',
    platform: 'cstate',
    files: [
      ['1-issues.json', '2026-11-28T02:00:00Z', 'https://status.example/issues/index.json'],
      ['2-index.json', '2026-11-28T02:05:00Z', 'https://status.example/index.json'],
    ],
    told: ['Wir ziehen um | notice | 2026-10-01T07:00:00Z | 4993500 | ongoing'],
  },
  {
    name: 'cstate-zone',
    platform: 'cstate',
    files: [['issues.json', '2026-11-03T00:00:00Z', 'https://status.example/issues/index.json']],
    told: ['Router gestört (Frankfurt) | incident | 2026-11-02T09:00:00Z | 3600 | reported'],
  },
  {
    name: 'feed-same-minute',
    platform: 'statuspage',
    files: [['history.atom', '2024-05-29T04:00:00Z', 'https://status.example.org/history.atom']],
    told: ['Trouble with builds | incident | 2024-05-28T20:17:00Z | 4020 | reported'],
  },
  {
    name: 'slack-deleted-note',
    platform: 'slack',
    files: [
      ['1.json', '2026-11-20T18:00:00Z', 'https://slack-status.com/api/v2.0.0/current'],
      ['2.json', '2026-11-20T19:00:00Z', 'https://slack-status.com/api/v2.0.0/current'],
    ],
    told: ['Trouble with files and canvases | incident | 2026-11-20T16:00:00Z | 10800 | ongoing'],
  },
  {
    name: 'kuma-unpinned',
    platform: 'uptime-kuma',
    files: [
      ['1-page.json', '2026-11-20T09:01:00Z', KUMA],
      ['2-history.json', '2026-11-20T09:01:01Z', `${KUMA}/incident-history`],
      ['3-page.json', '2026-11-20T10:01:00Z', KUMA],
      ['4-history.json', '2026-11-20T10:01:01Z', `${KUMA}/incident-history`],
    ],
    told: [
      'Störung Web | incident | 2026-11-20T09:00:00Z | 3661 | ongoing',
      'API langsam | incident | 2026-11-20T08:10:00Z | 5400 | reported',
    ],
  },
  {
    name: 'kuma-recurring',
    platform: 'uptime-kuma',
    files: [
      ['1-page.json', '2026-11-22T17:30:00Z', KUMA],
      ['2-page.json', '2026-11-23T17:30:00Z', KUMA],
    ],
    told: [
      'Nachtlauf | maintenance | 2026-11-23T17:00:00Z | 1800 | ongoing',
      'Nachtlauf | maintenance | 2026-11-22T17:00:00Z | 3600 | reported',
    ],
  },
  {
    name: 'openstatus-deleted',
    platform: 'openstatus',
    files: [
      ['1.json', '2026-11-20T10:00:00Z', OPENSTATUS],
      ['2.json', '2026-11-20T11:00:00Z', OPENSTATUS],
      ['2.json', '2026-11-20T12:00:00Z', OPENSTATUS],
    ],
    // The deleted one was open until the last read that had it.
    told: [
      'Posted by mistake | incident | 2026-11-20T09:00:00Z | 3600 | seen | withdrawn',
      'Login failed | incident | 2026-11-01T10:00:00Z | 1800 | reported',
    ],
  },
]

describe.skipIf(!hasShared)('documents of the wild in the order of their reading', () => {
  it.each(SEQUENCES)('$name: come to the right values, whatever their order and after a replay', async (sequence) => {
    for (const files of [sequence.files, sequence.files.toReversed()]) {
      await clearDatabase()
      const documents = await takeIn(sequence, files)
      expect(documents.map(({ state }) => state)).not.toContain('failed')
      expect(await tell(sequence)).toEqual(sequence.told)
    }
    await runMode('replay', { platform: sequence.platform, vendor: 'acme', url: 'https://status.example' })
    expect(await tell(sequence)).toEqual(sequence.told)
    await expectInvariants()
  })

  it('shrunk-list: a list that shrinks for good is read on, and withdraws nothing', async () => {
    const files: Sequence['files'] = [
      ['1-twelve.json', '2026-11-20T00:00:00Z', SLACK],
      ['2-four-left.json', '2026-11-21T00:00:00Z', SLACK],
      ['3-four-and-a-new-outage.json', '2026-11-25T20:00:00Z', SLACK],
      ['4-same-a-day-later.json', '2026-11-26T20:00:00Z', SLACK],
    ]
    const sequence: Sequence = { name: 'shrunk-list', platform: 'slack', files, told: [] }
    const runs = await takeIn(sequence, files)
    expect(runs.map(({ state }) => state)).not.toContain('suspicious')
    const told = await tell(sequence)
    expect(told).toHaveLength(13)
    expect(told[0]).toBe('Trouble 1013 | incident | 2026-11-25T18:00:00Z | 93600 | ongoing')
  })
})

async function takeIn({ name, platform }: Sequence, files: Sequence['files']) {
  const runs = []
  for (const [file, readAt, from = 'https://status.example/feed'] of files) {
    const body = readFileSync(sharedPath('fixtures', 'wild', 'sequences', name, file))
    runs.push(await ingest(body, { vendor: 'acme', platform, url: 'https://status.example', readAt, from }))
  }
  return runs
}

async function tell({ files }: Sequence): Promise<string[]> {
  const now = new Date(files.at(-1)?.[1] ?? '')
  const filter = { ...parseHistoryFilter({ window: 'all', kind: 'all' }, now), asOf: now }
  const { incidents } = await listIncidents(await findScope('acme', filter, now))
  const told = incidents.map(({ title, kind, startedAt, durationSeconds, durationBasis, withdrawnAt }) =>
    [
      ...[title, kind, startedAt?.toISOString().replace('.000', ''), durationSeconds, durationBasis],
      ...(withdrawnAt === null ? [] : ['withdrawn']),
    ].join(' | '),
  )
  // Of equal starts, the order of rows is that in which they came.
  return told.sort((a, b) => startOf(b).localeCompare(startOf(a)) || a.localeCompare(b))
}

function startOf(told: string): string {
  return told.split(' | ')[2] ?? ''
}
