import { describe, expect, it } from 'vitest'
import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { formatGone, GONE_TYPE } from '#lib/documents/gone.ts'
import { getIncident, listIncidents } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { clearDatabase, countMonths, expectInvariants, ingest, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

const day = (time: string) => new Date(`2026-03-10T${time}:00Z`)
type Read = [time: string, ParsedDocument, from?: string]

const old = anIncident('old', { statedStartedAt: day('01:00'), statedEndedAt: day('02:00'), updates: [] })
const open = (id: string, start: string) =>
  anIncident(id, {
    status: 'investigating',
    statedStartedAt: day(start),
    statedEndedAt: null,
    updates: [anUpdate(`${id}1`, { status: 'investigating', postedAt: day(start) })],
  })
const closed = anIncident('closed', { statedStartedAt: day('08:00'), statedEndedAt: day('08:30'), updates: [] })
const planned = (status: 'scheduled' | 'in_progress') =>
  anIncident('plan', {
    kind: 'maintenance',
    status,
    statedStartedAt: null,
    statedEndedAt: null,
    scheduledFrom: day('14:00'),
    scheduledUntil: day('18:00'),
    updates: [
      anUpdate('p1', { status: 'scheduled', postedAt: day('09:00') }),
      ...(status === 'in_progress' ? [anUpdate('p2', { status: 'in_progress', postedAt: day('14:00') })] : []),
    ],
  })

const newest = (...incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'newest', reach: { order: 'started', from: { incident: day('01:00') } } })
const unordered = (...incidents: ParsedIncident[]) => aDocument(incidents, { completeness: 'newest' })
const openList = (...incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'open', kinds: ['incident', 'maintenance'] })
const whole = (...incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'whole', kinds: ['incident', 'maintenance'] })

async function read([time, document, from = 'https://status.example/list']: Read) {
  return await ingest(document, { readAt: day(time), from })
}

/** "id | end | basis", and whether it was withdrawn, and whether it counts. */
async function told(): Promise<string[]> {
  const { rows } = await pool().query(
    `select external_id || ' | ' || coalesce(to_char(ended_at at time zone 'UTC', 'HH24:MI'), 'open') || ' | ' || basis ||
       case when withdrawn_at is null then '' else ' | withdrawn' end || case when excluded then ' | in no total' else '' end as told
     from incidents where external_id <> 'old' order by external_id`,
  )
  return rows.map((row) => row.told)
}

/** The months' downtime of what is open moves on with the clock. */
async function stateNow() {
  const { months: _, ...state } = await liveState()
  return state
}

const CASES: { name: string; reads: Read[]; told: string[] }[] = [
  {
    name: 'a list of the newest that twice lacks what it reaches back to withdraws it, be it open or over',
    reads: [
      ['10:00', newest(old, closed, open('a', '09:00'))],
      ['11:00', newest(old)],
      ['12:00', newest(old)],
    ],
    told: ['a | 10:00 | seen | withdrawn', 'closed | 08:30 | reported | withdrawn'],
  },
  {
    name: 'two lists that differ agree as well, and the last read before them is that of the same list again',
    reads: [
      ['10:00', newest(old, open('a', '09:00'))],
      ['10:05', newest(old, open('a', '09:00'))],
      ['10:10', newest(old)],
      ['10:15', newest(old, open('b', '10:12'))],
    ],
    told: ['a | 10:05 | seen | withdrawn', 'b | open | ongoing'],
  },
  {
    name: 'one read proves nothing, nor do two within an interval',
    reads: [
      ['10:00', newest(old, open('a', '09:00'))],
      ['10:10', newest(old)],
      ['10:12', newest(old)],
    ],
    told: ['a | open | ongoing'],
  },
  {
    name: 'a list in an unknown order proves nothing',
    reads: [
      ['10:00', unordered(old, open('a', '09:00'))],
      ['11:00', unordered(old)],
      ['12:00', unordered(old)],
    ],
    told: ['a | open | ongoing'],
  },
  {
    name: 'what began before the last one listed is out of reach',
    reads: [
      ['10:00', newest(old, open('a', '00:30'))],
      ['11:00', newest(old)],
      ['12:00', newest(old)],
    ],
    told: ['a | open | ongoing'],
  },
  {
    name: 'a body that was there before the incident is a stale copy',
    reads: [
      ['09:00', newest(old)],
      ['10:00', newest(old, open('a', '09:30'))],
      ['11:00', newest(old)],
      ['12:00', newest(old)],
    ],
    told: ['a | open | ongoing'],
  },
  {
    name: 'what is listed elsewhere since stays, and so does what is back',
    reads: [
      ['10:00', newest(old, open('a', '09:00'), open('b', '09:30'))],
      ['11:00', newest(old)],
      ['12:00', newest(old)],
      ['12:01', aDocument([open('a', '09:00')], { completeness: 'single' }), 'https://status.example/a'],
      ['13:00', newest(old, open('b', '09:30'))],
    ],
    told: ['a | open | ongoing', 'b | open | ongoing'],
  },
  {
    name: 'a list of what is open ends what it leaves out, and withdraws nothing',
    reads: [
      ['10:00', openList(open('a', '09:00'), open('b', '10:00'))],
      ['11:00', openList()],
    ],
    told: ['a | 10:00 | seen', 'b | 10:00 | single'],
  },
  {
    name: 'what another list still has is open, whatever a list of what is open says, until that list has had its turn',
    reads: [
      ['10:00', unordered(old, open('a', '09:00'), open('b', '09:00'))],
      ['10:01', openList(), 'https://status.example/open'],
      ['10:05', unordered(old, open('b', '09:00'))],
      ['10:06', openList(), 'https://status.example/open'],
    ],
    told: ['a | 10:00 | seen', 'b | open | ongoing'],
  },
  {
    name: 'a whole list ends what it lacks with the last read that had it',
    reads: [
      ['10:00', whole(old, open('a', '09:00'))],
      ['11:00', whole(old)],
    ],
    told: ['a | 10:00 | seen | withdrawn'],
  },
  {
    name: 'maintenance taken off before it began is withdrawn, and counts in nothing',
    reads: [
      ['10:00', openList(planned('scheduled'))],
      ['11:00', openList()],
      ['12:00', openList()],
    ],
    told: ['plan | 14:00 | single | withdrawn | in no total'],
  },
  {
    name: 'maintenance that a whole list no longer has before it began counts in nothing',
    reads: [
      ['10:00', whole(old, planned('scheduled'))],
      ['11:00', whole(old)],
    ],
    told: ['plan | 14:00 | single | withdrawn | in no total'],
  },
  {
    name: 'maintenance gone between two reads around its start was held',
    reads: [
      ['13:50', openList(planned('scheduled'))],
      ['14:10', openList()],
      ['15:00', openList()],
    ],
    told: ['plan | 18:00 | reported'],
  },
  {
    name: 'maintenance in progress ends at the last read that had it',
    reads: [
      ['15:00', openList(planned('in_progress'))],
      ['16:00', openList()],
    ],
    told: ['plan | 15:00 | seen'],
  },
  {
    name: 'maintenance gone around its planned end was held to it',
    reads: [
      ['17:30', openList(planned('in_progress'))],
      ['18:30', openList()],
    ],
    told: ['plan | 18:00 | reported'],
  },
]

describe('what vanishes from lists', () => {
  it.each(CASES)('$name', async ({ reads, told: right }) => {
    for (const one of reads) await read(one)
    expect(await told()).toEqual(right)
    await expectInvariants()
    const state = await stateNow()

    expect(await runMode('replay', { dryRun: true })).toMatchObject({ created: 0, updated: 0, withdrawn: 0 })
    await runMode('replay')
    expect(await stateNow()).toEqual(state)

    await clearDatabase()
    for (const one of reads.toReversed()) await read(one)
    expect(await told()).toEqual(right)
    expect(await stateNow()).toEqual(state)
  })

  it('is told by the run that shows it, be it a first read or one more of the same', async () => {
    await read(['10:00', newest(old, open('a', '09:00'))])
    expect(await read(['11:00', newest(old)])).toMatchObject({ state: 'unchanged', updated: 0, withdrawn: 0 })
    expect(await read(['12:00', newest(old)])).toMatchObject({ state: 'succeeded', withdrawn: 1, unchanged: 1 })
    expect(await read(['13:00', newest(old)])).toMatchObject({ state: 'unchanged', updated: 0, withdrawn: 0 })
    await read(['14:00', openList(open('b', '13:30')), 'https://status.example/open'])
    const run = await read(['15:00', openList(), 'https://status.example/open'])
    expect(run).toMatchObject({ state: 'succeeded', updated: 1, withdrawn: 0 })
    const { rows } = await pool().query('select diff from runs where id = $1', [run.id])
    expect(rows[0].diff.map(({ field, after }: { field: string; after: unknown }) => [field, after])).toEqual([
      ['endedAt', '2026-03-10T14:00:00.000Z'],
      ['basis', 'seen'],
    ])
  })

  it('at its own address ends with the last list that had it', async () => {
    await read(['10:00', unordered(old, open('a', '09:00'))])
    await ingest(formatGone('a'), { readAt: day('11:00'), contentType: GONE_TYPE })
    expect(await told()).toEqual(['a | 10:00 | seen | withdrawn'])
    await expectInvariants()
  })

  it('is planned for good where it was withdrawn before it began: in no list, no count, and still at its own address', async () => {
    for (const [time, document] of [
      ['10:00', openList(planned('scheduled'))],
      ['11:00', openList()],
      ['12:00', openList()],
    ] as Read[])
      await read([time, document])
    const now = new Date('2026-04-01T00:00:00Z')
    const filter = { ...parseHistoryFilter({ window: 'all', kind: 'all' }, now), asOf: now }
    expect((await listIncidents(await findScope('acme', filter, now))).incidents).toEqual([])
    expect(await countMonths()).toEqual([])
    const { rows } = await pool().query('select public_id as id from incidents')
    expect(await getIncident(rows[0].id, now)).toMatchObject({
      durationBasis: 'planned',
      durationSeconds: null,
      endedAt: null,
      withdrawnAt: day('11:00'),
    })
  })
})

it('follows work that was begun by hand, without any time, from its first read to its last', async () => {
  const times = { statedStartedAt: null, statedEndedAt: null, updates: [] }
  const work = anIncident('work', { kind: 'maintenance', title: 'Cables', status: 'in_progress', ...times })
  const list = (incidents: ParsedIncident[]) => aDocument(incidents, { completeness: 'open', kinds: ['maintenance'] })
  const tell = async (time: string) => {
    const filter = { ...parseHistoryFilter({ window: 'all', kind: 'all' }, day(time)), asOf: day(time) }
    const { incidents } = await listIncidents(await findScope('acme', filter, day(time)))
    return incidents.map((one) => [one.startedAt, one.endedAt, one.durationBasis])
  }
  await ingest(list([]), { readAt: day('10:00') })
  await ingest(list([work]), { readAt: day('10:05') })
  expect(await tell('10:06')).toEqual([[day('10:05'), null, 'ongoing']])
  await ingest(list([work]), { readAt: day('10:10') })
  await ingest(list([]), { readAt: day('10:15') })
  const ended = [[day('10:05'), day('10:10'), 'seen']]
  expect(await tell('11:00')).toEqual(ended)
  await runMode('replay')
  expect(await tell('11:00')).toEqual(ended)
  await expectInvariants()
})

// As Jenkins' page on cState: its planned works are issues like any other, with a date ahead.
it('understands what was announced ahead of its start once it was called over after its end', async () => {
  const issue = (end: string | null) =>
    anIncident('plan', {
      ...{ status: end === null ? null : 'resolved', statedStartedAt: day('12:00'), updates: [] },
      statedEndedAt: end === null ? null : day(end),
    })
  const tell = async () => {
    const { rows } = await pool().query('select basis, started_at, ended_at from incidents')
    return rows.map((row) => [row.basis, row.started_at, row.ended_at])
  }
  await ingest(aDocument([issue(null)]), { readAt: day('09:00') })
  expect(await tell()).toEqual([['unclear', null, null]])
  // A clock that is in another zone is ahead at the end too.
  await ingest(aDocument([issue('13:00')]), { readAt: day('10:00') })
  expect(await tell()).toEqual([['unclear', null, null]])
  await ingest(aDocument([issue('13:30')]), { readAt: day('13:40') })
  expect(await tell()).toEqual([['reported', day('12:00'), day('13:30')]])
  await expectInvariants()
})
