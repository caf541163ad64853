import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import { correctIncident, revokeCorrection } from '#lib/admin/corrections.ts'
import { pool } from '#lib/database/client.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { IMPACTS } from '#lib/domain/incident.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { isFull } from '#tests/support/full.ts'
import { ingest, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { exportLines, importLines } from '#tests/support/transfer.ts'

ownDatabase({ emptied: true, checked: true })

const MINUTE = 60_000
/** The first of the reads, which are a minute apart. */
let start = 0
beforeEach(() => {
  start = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE
})
const minutes = (count: number) => new Date(start + count * MINUTE)

const whole = (incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'whole', kinds: ['incident', 'maintenance'] })
const read = async (incidents: ParsedIncident[], minute: number, vendor = 'acme') => {
  const { error } = await ingest(whole(incidents), { readAt: minutes(minute), vendor })
  expect(error).toBeNull()
}

/** "opened a", in order, since the last call. */
let seen = '0'
beforeEach(() => {
  seen = '0'
})
async function raised(): Promise<string[]> {
  const { rows } = await pool().query<{
    id: string
    kind: AlertEventKind
    name: string
    detail: { ageSeconds?: number }
  }>(
    `select e.id, e.kind, i.external_id as name, e.detail from alert_events e join incidents i on i.id = e.incident_id
     where e.id > $1 order by e.id`,
    [seen],
  )
  seen = rows.at(-1)?.id ?? seen
  return rows.map(({ kind, name, detail }) => `${kind} ${name}${detail.ageSeconds ? ' of old' : ''}`)
}

const open = (id: string, minute: number, incident: Partial<ParsedIncident> = {}) =>
  anIncident(id, {
    status: 'investigating',
    statedStartedAt: minutes(minute),
    statedEndedAt: null,
    sourceImpact: 'minor',
    updates: [anUpdate(`${id}-1`, { status: 'investigating', postedAt: minutes(minute) })],
    ...incident,
  })
const over = (id: string, from: number, to: number) =>
  anIncident(id, {
    statedStartedAt: minutes(from),
    statedEndedAt: minutes(to),
    updates: [
      anUpdate(`${id}-1`, { status: 'investigating', postedAt: minutes(from) }),
      anUpdate(`${id}-2`, { postedAt: minutes(to) }),
    ],
  })
const plan = (id: string, from: number, incident: Partial<ParsedIncident> = {}) =>
  anIncident(id, {
    kind: 'maintenance',
    status: 'scheduled',
    statedStartedAt: null,
    statedEndedAt: null,
    scheduledFrom: minutes(from),
    scheduledUntil: minutes(from + 60),
    updates: [anUpdate(`${id}-1`, { status: 'scheduled', postedAt: minutes(-600) })],
    ...incident,
  })
const withUpdate = (incident: ParsedIncident, update: Partial<ParsedUpdate>): ParsedIncident => ({
  ...incident,
  ...(update.status ? { status: update.status } : {}),
  updates: [...incident.updates, anUpdate(`${incident.externalId}-${incident.updates.length + 1}`, update)].toSorted(
    (a, b) => a.postedAt.getTime() - b.postedAt.getTime(),
  ),
})

/** What lists of many have that nobody talks about. */
const PAST = ['p', 'q', 'r', 's', 't', 'u'].map((id, index) => over(id, -900 - index * 60, -880 - index * 60))

/** What a vendor does between two reads: the new incident, if any, and what it raises. */
interface Move {
  name: string
  /** Undefined: it does not apply to this incident. */
  make: (
    incident: ParsedIncident | null,
    id: string,
    minute: number,
  ) => { after: ParsedIncident | null; raises: string[] } | undefined
}

const isUnderWay = (incident: ParsedIncident | null): incident is ParsedIncident =>
  incident !== null && incident.statedEndedAt === null && incident.status !== 'scheduled'
const isOutage = (incident: ParsedIncident | null): incident is ParsedIncident => incident?.kind === 'incident'
const rated = (incident: ParsedIncident, step: number) => IMPACTS[IMPACTS.indexOf(incident.impact) + step]

const MOVES: Move[] = [
  {
    name: 'opens',
    make: (incident, id, at) => (incident === null ? { after: open(id, at - 1), raises: ['opened'] } : undefined),
  },
  {
    name: 'is found open',
    make: (incident, id, at) =>
      incident === null ? { after: open(id, at - 200), raises: ['opened of old'] } : undefined,
  },
  {
    name: 'is found over',
    make: (incident, id, at) => (incident === null ? { after: over(id, at - 200, at - 100), raises: [] } : undefined),
  },
  {
    name: 'came and went',
    make: (incident, id, at) =>
      incident === null ? { after: over(id, at - 9, at - 2), raises: ['opened', 'resolved'] } : undefined,
  },
  {
    name: 'says more',
    make: (incident, _, at) =>
      isUnderWay(incident)
        ? { after: withUpdate(incident, { status: incident.status, postedAt: minutes(at - 1) }), raises: ['updated'] }
        : undefined,
  },
  {
    name: 'adds what it said long ago',
    make: (incident, _, at) =>
      isOutage(incident) && isUnderWay(incident)
        ? { after: withUpdate(incident, { status: 'identified', postedAt: minutes(at - 90) }), raises: [] }
        : undefined,
  },
  {
    name: 'corrects its spelling',
    make: (incident) =>
      incident === null
        ? undefined
        : {
            after: {
              ...incident,
              title: `${incident.title}!`,
              updates: incident.updates.map((update) => ({ ...update, body: `${update.body}!` })),
            },
            raises: [],
          },
  },
  ...([1, -1] as const).map(
    (step): Move => ({
      name: step === 1 ? 'gets worse' : 'gets better',
      make: (incident) => {
        const impact = incident === null ? undefined : rated(incident, step)
        if (!isOutage(incident) || !isUnderWay(incident) || impact === undefined) return
        // After it was read in another way, the vendor may say what it said before, which is no news.
        if (incident.sourceImpact === impact) return
        return {
          after: { ...incident, impact, sourceImpact: impact },
          raises: [step === 1 ? 'impact_raised' : 'impact_lowered'],
        }
      },
    }),
  ),
  {
    name: 'is read in another way',
    make: (incident) => {
      const impact = incident === null ? undefined : rated(incident, 1)
      return !isOutage(incident) || impact === undefined ? undefined : { after: { ...incident, impact }, raises: [] }
    },
  },
  {
    name: 'ends',
    make: (incident, _, at) =>
      isOutage(incident) && isUnderWay(incident)
        ? {
            after: {
              ...withUpdate(incident, { status: 'resolved', postedAt: minutes(at) }),
              statedEndedAt: minutes(at),
            },
            raises: ['updated', 'resolved'],
          }
        : undefined,
  },
  {
    name: 'opens again',
    make: (incident, _, at) =>
      isOutage(incident) && !isUnderWay(incident)
        ? {
            after: { ...withUpdate(incident, { status: 'investigating', postedAt: minutes(at) }), statedEndedAt: null },
            raises: ['updated', 'reopened'],
          }
        : undefined,
  },
  {
    name: 'plans',
    make: (incident, id, at) => (incident === null ? { after: plan(id, at + 90), raises: ['planned'] } : undefined),
  },
  {
    name: 'moves its plan',
    make: (incident) =>
      incident?.status === 'scheduled'
        ? {
            after: { ...incident, scheduledFrom: minutes(300), scheduledUntil: minutes(400) },
            raises: incident.scheduledFrom?.getTime() === minutes(300).getTime() ? [] : ['planned'],
          }
        : undefined,
  },
  {
    name: 'begins early',
    make: (incident, _, at) =>
      incident?.status === 'scheduled'
        ? {
            after: withUpdate(
              { ...incident, statedStartedAt: minutes(at - 1) },
              { status: 'in_progress', postedAt: minutes(at - 1) },
            ),
            raises: ['updated', 'started'],
          }
        : undefined,
  },
  {
    name: 'finishes its work',
    make: (incident, _, at) =>
      incident?.status === 'in_progress'
        ? {
            after: {
              ...withUpdate(incident, { status: 'completed', postedAt: minutes(at) }),
              statedEndedAt: minutes(at),
            },
            raises: ['updated', 'ended'],
          }
        : undefined,
  },
  {
    name: 'is taken away',
    make: (incident) =>
      incident === null
        ? undefined
        : { after: null, raises: [incident.status === 'scheduled' ? 'called_off' : 'withdrawn'] },
  },
]

/** Moves of three incidents of one vendor. */
const someMoves = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), move: fc.constantFrom(...MOVES) }), {
  minLength: 6,
  maxLength: 14,
})
type Moves = { id: string; move: Move }[]

/** Reads a document after each move, and expects what it raises; `afterwards` is done after each, and raises nothing. */
async function follow(vendor: string, moves: Moves, afterwards: (moved: number) => Promise<void> = async () => {}) {
  const present = new Map<string, ParsedIncident>()
  const gone = new Set<string>()
  await read(PAST, 0, vendor)
  let minute = 0
  for (const { id, move } of moves) {
    // What was withdrawn does not come back here.
    const made = gone.has(id) ? undefined : move.make(present.get(id) ?? null, id, minute + 1)
    if (made === undefined) continue
    minute += 1
    if (made.after === null) {
      // Of what is over, only what was told is taken back.
      const before = present.get(id)
      if (before !== undefined && isOutage(before) && !isUnderWay(before)) continue
      gone.add(id)
      present.delete(id)
    } else present.set(id, made.after)
    await read([...PAST, ...present.values()], minute, vendor)
    const expected = made.raises.map((what) => what.replace(/^(\S+)/, `$1 ${id}`))
    expect({ move: move.name, raised: await raised() }).toEqual({ move: move.name, raised: expected })
    await read([...PAST, ...present.values()], minute + 0.5, vendor)
    expect(await raised()).toEqual([])
    await afterwards(minute)
    expect(await raised()).toEqual([])
  }
}

describe('every change between two live documents', () => {
  it('raises exactly what it should, and the same documents again nothing', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(someMoves, async (moves) => {
        const vendor = `acme-${run++}`
        await follow(vendor, moves)
        await runMode('replay', { vendor })
        expect(await raised()).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  it('raises the same where the database was exported and imported in between, and a late document or a replay came', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(someMoves, fc.nat({ max: 4 }), async (moves, importedAfter) => {
        const vendor = `elsewhere-${run++}`
        await follow(vendor, moves, async (moved) => {
          if (moved % 5 === importedAfter) {
            await importLines(await exportLines(), { replace: true })
            // Events stay on their site.
            seen = '0'
          } else if (moved % 2 === 0) await read(PAST, moved - 0.75, vendor)
          else await runMode('replay', { vendor })
        })
      }),
      { numRuns: isFull ? 40 : 3 },
    )
  })
})

describe('history raises nothing', () => {
  it('in the first read of an address, whatever it lists', async () => {
    await read([open('a', -1), plan('b', 60), over('c', -9, -3)], 0)
    expect(await raised()).toEqual([])
    await ingest(whole([open('d', 0)]), { readAt: minutes(1), from: 'https://status.example/other' })
    expect(await raised()).toEqual([])
  })

  it('in a document of the past, with its read time or without', async () => {
    await read(PAST, -600)
    await read([...PAST, open('a', -500)], -500)
    await ingest(whole([...PAST, open('a', -500), open('b', 1)]))
    expect(await raised()).toEqual([])
  })

  it('in a document that arrives late', async () => {
    await read(PAST, 0)
    await read(PAST, 4)
    await read([...PAST, open('a', 1)], 2)
    expect(await raised()).toEqual([])
  })

  it('in a dry run', async () => {
    await read(PAST, 0)
    await ingest(whole([...PAST, open('a', 1)]), { readAt: minutes(2), dryRun: true })
    expect(await raised()).toEqual([])
  })

  it('of what was not understood before', async () => {
    const unclear = open('a', -60, { unclear: 'the state "Hm"' })
    await read([...PAST, unclear], 0)
    await read([...PAST, open('a', -60)], 1)
    expect(await raised()).toEqual([])
  })
})

describe('an end', () => {
  it('of what pages showed as open is news, however long ago it was', async () => {
    await read([...PAST, open('a', -300)], 0)
    await read([...PAST, over('a', -300, -100)], 1)
    expect(await raised()).toEqual(['resolved a'])
  })
})

describe('two sources of one vendor', () => {
  const feed = (incidents: ParsedIncident[], minute: number) =>
    ingest(whole(incidents), { readAt: minutes(minute), platform: 'archive', url: 'https://feed.example/archive' })

  it('raise one event, whichever is first', async () => {
    await read(PAST, 0)
    await feed(PAST, 0)
    await read([...PAST, open('a', 1)], 2)
    await feed([...PAST, open('a', 1)], 3)
    await feed([...PAST, open('a', 1), open('b', 3.5)], 4)
    await read([...PAST, open('a', 1), open('b', 3.5)], 5)
    const { rows } = await pool().query('select kind from alert_events order by id')
    expect(rows.map(({ kind }) => kind)).toEqual(['opened', 'opened'])
  })
})

describe('corrections by admins', () => {
  it('raise one event with the fields that pages show differently', async () => {
    await read([over('a', -60, -30)], 0)
    const { rows } = await pool().query('select public_id as id from incidents')
    const by = { reason: 'A test.', actor: 'Ada', now: new Date() }
    await correctIncident(rows[0].id, { impact: 'critical', endedAt: minutes(-20) }, by)
    const { rows: corrections } = await pool().query('select id from corrections order by id')
    await revokeCorrection(rows[0].id, corrections[0].id, by)
    const { rows: events } = await pool().query('select kind, detail from alert_events order by id')
    expect(events).toEqual([
      { kind: 'corrected', detail: { fields: ['endedAt', 'impact'] } },
      { kind: 'corrected', detail: { fields: ['endedAt'] } },
    ])
  })
})
