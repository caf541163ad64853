import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CHANGE_CHANNEL } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { clearDatabase, countMonths, ingest, liveState, rowVersions, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { sharedPath } from '#tests/support/shared.ts'

ownDatabase({ emptied: true, checked: true })

async function one(text: string, values: unknown[] = []) {
  return (await pool().query(text, values)).rows[0]
}

async function all(text: string, values: unknown[] = []) {
  return (await pool().query(text, values)).rows
}

describe('a document that says the same', () => {
  it('but for another id of an incident, makes it known by that id', async () => {
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('a', { otherIds: ['b'] })]), { readAt: '2026-03-03T00:00Z' })
    expect(await all('select external_id from incident_keys order by 1')).toEqual([{ external_id: 'b' }])
    const live = await liveState()
    await runMode('replay')
    expect(await liveState()).toEqual(live)
    await ingest(aDocument([anIncident('b')]), { readAt: '2026-03-04T00:00Z' })
    expect(await one('select count(*)::int as count from incidents')).toEqual({ count: 1 })
  })

  it('and brings back what was known of its page, tells those who keep pages', async () => {
    const page = { indicator: 'major' } as NonNullable<ReturnType<typeof aDocument>['page']>
    const document = aDocument([anIncident('a')], { page })
    await ingest(document, { readAt: '2026-03-02T00:00Z' })
    await pool().query('update sources set indicator = null')
    const listener = await pool().connect()
    const received: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => received.push(payload))
    await listener.query(`listen ${CHANGE_CHANNEL}`)
    await ingest(document, { readAt: '2026-03-03T00:00Z' })
    await listener.query('select 1')
    listener.release(true)
    expect([await one('select indicator from sources'), received]).toEqual([
      { indicator: 'major' },
      ['{"vendor":"acme"}'],
    ])
  })
})

describe('a document that is new', () => {
  it('is stored with all that it says', async () => {
    const run = await ingest(
      aDocument([
        anIncident('a', {
          components: [
            { externalId: 'c1', name: 'API', group: 'Core', sourceStatus: 'major_outage', from: null, to: null },
          ],
          updates: [
            anUpdate('u1', { status: 'investigating', postedAt: at('2026-03-01T10:00Z') }),
            anUpdate('u2', {
              status: 'monitoring',
              postedAt: at('2026-03-01T10:40Z'),
              body: 'Down from 10:05 to 10:35 UTC.',
            }),
            anUpdate('u3'),
          ],
        }),
      ]),
      { readAt: '2026-03-02T00:00Z' },
    )
    expect(run).toMatchObject({
      state: 'succeeded',
      created: 1,
      updated: 0,
      unchanged: 0,
      withdrawn: 0,
      documentsRead: 1,
    })
    expect(await one('select * from v_incidents')).toMatchObject({
      vendor: 'acme',
      platform: 'archive',
      external_id: 'a',
      started_at: at('2026-03-01T10:00Z'),
      ended_at: at('2026-03-01T11:00Z'),
      duration_basis: 'reported',
      first_seen_at: at('2026-03-02T00:00Z'),
      withdrawn_at: null,
    })
    expect(await one('select update_count, mitigated_at, stated_window from incidents')).toMatchObject({
      update_count: 3,
      mitigated_at: at('2026-03-01T10:40Z'),
      stated_window: { from: '2026-03-01T10:05:00.000Z', to: '2026-03-01T10:35:00.000Z', updateId: 'u2' },
    })
    expect(await all('select name, group_name from components')).toEqual([{ name: 'API', group_name: 'Core' }])
    expect(await countMonths()).toEqual([{ month: '2026-03', kind: 'incident', incidents: 1, seconds: 3600 }])
    expect(await all('select covered_from, covered_to, quality from coverage')).toEqual([
      { covered_from: at('2026-03-01T10:00Z'), covered_to: at('2026-03-02T00:00Z'), quality: 'complete' },
    ])
  })

  it('says so on the channel of changes, naming the vendor; one that changes nothing does not', async () => {
    const client = await pool().connect()
    const received: (string | undefined)[] = []
    client.on('notification', ({ payload }) => received.push(payload))
    await client.query('listen outage_history_changed')
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-03T00:00Z' })
    await client.query('select 1')
    client.release(true)
    expect(received).toEqual(['{"vendor":"acme"}'])
  })
})

describe('the same once more', () => {
  const documents = {
    'the same bytes without a read time': [aDocument([anIncident('a'), anIncident('b')]), null, null],
    'the same bytes, read later': [
      aDocument([anIncident('a'), anIncident('b')]),
      '2026-03-02T00:00Z',
      '2026-03-03T00:00Z',
    ],
  } as const
  for (const [name, [document, first, second]] of Object.entries(documents)) {
    it(`${name}, writes no row version`, async () => {
      await ingest(document, { readAt: first })
      const before = await rowVersions()
      const run = await ingest(document, { readAt: second })
      expect(run).toMatchObject({ state: 'unchanged', created: 0, updated: 0, unchanged: 2 })
      expect(await rowVersions()).toBe(before)
    })
  }

  it('in other bytes, writes no row version', async () => {
    await ingest(aDocument([anIncident('a'), anIncident('b')]), { readAt: '2026-03-02T00:00Z' })
    const before = await rowVersions()
    const run = await ingest(aDocument([anIncident('b'), anIncident('a')]), { readAt: '2026-03-03T00:00Z' })
    expect(run).toMatchObject({ state: 'unchanged', unchanged: 2 })
    expect(await rowVersions()).toBe(before)
    expect(await one('select last_good_read_at from sources')).toEqual({ last_good_read_at: at('2026-03-03T00:00Z') })
  })
})

describe('what the vendor edits', () => {
  it('becomes a revision that says what it was, since when, and which document said so', async () => {
    await ingest(aDocument([anIncident('a', { title: 'Before' })]), { readAt: '2026-03-02T00:00Z' })
    const { source_sha256 } = await one('select source_sha256 from incidents')
    await ingest(aDocument([anIncident('a', { title: 'After', updates: [anUpdate('u1', { body: 'New text.' })] })]), {
      readAt: '2026-03-03T00:00Z',
    })
    expect(await all('select field, value, observed_at, source_sha256, seen_at from revisions order by id')).toEqual([
      {
        field: 'title',
        value: 'Before',
        observed_at: at('2026-03-02T00:00Z'),
        source_sha256,
        seen_at: at('2026-03-03T00:00Z'),
      },
      {
        field: 'body',
        value: 'Text of u1.',
        observed_at: at('2026-03-02T00:00Z'),
        source_sha256,
        seen_at: at('2026-03-03T00:00Z'),
      },
    ])
    expect(await one('select body, edited_at from incident_updates')).toEqual({
      body: 'New text.',
      edited_at: at('2026-03-03T00:00Z'),
    })
  })

  it('stays live when a copy from before its last modification is read afterwards', async () => {
    const old = anIncident('a', { title: 'Old', modifiedAt: at('2026-03-01T12:00Z') })
    const fresh = anIncident('a', { title: 'Fresh', modifiedAt: at('2026-03-01T13:00Z') })
    await ingest(aDocument([fresh]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([old]), { readAt: '2026-03-03T00:00Z' })
    expect(await one('select title from incidents')).toEqual({ title: 'Fresh' })
    expect(await all('select field, value from revisions')).toEqual([{ field: 'title', value: 'Old' }])
    const before = await rowVersions()
    await ingest(aDocument([old], { page: { name: 'Acme', url: null, timeZone: null, indicator: null } }), {
      readAt: '2026-03-04T00:00Z',
    })
    expect(await rowVersions()).toBe(before)
  })

  it('stays live when an older document comes late', async () => {
    await ingest(aDocument([anIncident('a', { title: 'Newer' })]), { readAt: '2026-03-03T00:00Z' })
    await ingest(aDocument([anIncident('a', { title: 'Older' })]), { readAt: '2026-03-02T00:00Z' })
    expect(await one('select title, first_seen_at from incidents')).toEqual({
      title: 'Newer',
      first_seen_at: at('2026-03-02T00:00Z'),
    })
    expect(await all('select field, value, observed_at from revisions')).toEqual([
      { field: 'title', value: 'Older', observed_at: at('2026-03-02T00:00Z') },
    ])
  })

  it('is live again when the document of before is read again', async () => {
    const first = aDocument([anIncident('a', { title: 'One' })])
    await ingest(first, { readAt: '2026-03-01T12:00Z' })
    await ingest(aDocument([anIncident('a', { title: 'Two' })]), { readAt: '2026-03-02T00:00Z' })
    await ingest(first, { readAt: '2026-03-03T00:00Z' })
    expect(await one('select title from incidents')).toEqual({ title: 'One' })
    expect(await all('select value from revisions order by id')).toEqual([{ value: 'One' }, { value: 'Two' }])
  })
})

describe('what vanishes', () => {
  const two = [anUpdate('u1', { status: 'investigating', postedAt: at('2026-03-01T10:00Z') }), anUpdate('u2')]

  it('from a listed incident is marked since the first reading without it, and stays', async () => {
    await ingest(aDocument([anIncident('a', { updates: two })]), { readAt: '2026-03-02T00:00Z' })
    const run = await ingest(aDocument([anIncident('a', { updates: two.slice(1) })]), { readAt: '2026-03-03T00:00Z' })
    await ingest(aDocument([anIncident('a', { updates: two.slice(1) }), anIncident('b')]), {
      readAt: '2026-03-04T00:00Z',
    })
    expect(run).toMatchObject({ state: 'succeeded', updated: 0, unchanged: 0, withdrawn: 1 })
    expect(
      await all('select external_id, withdrawn_at from incident_updates where incident_id = 1 order by external_id'),
    ).toEqual([
      { external_id: 'u1', withdrawn_at: at('2026-03-03T00:00Z') },
      { external_id: 'u2', withdrawn_at: null },
    ])
  })

  it('and comes back is no longer marked', async () => {
    await ingest(aDocument([anIncident('a', { updates: two })]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('a', { updates: two.slice(1) })]), { readAt: '2026-03-03T00:00Z' })
    await ingest(aDocument([anIncident('a', { updates: two })]), { readAt: '2026-03-04T00:00Z' })
    expect(await all('select withdrawn_at from incident_updates where withdrawn_at is not null')).toEqual([])
  })

  it('from a summary that carries only the latest updates is not marked', async () => {
    await ingest(aDocument([anIncident('a', { updates: two })]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('a', { updates: two.slice(1), updatesComplete: false })]), {
      readAt: '2026-03-03T00:00Z',
    })
    expect(await all('select withdrawn_at from incident_updates where withdrawn_at is not null')).toEqual([])
  })

  it('from a list of everything is marked; from a list of the newest it is not', async () => {
    const everything = aDocument([anIncident('a'), anIncident('b')], { completeness: 'whole' })
    await ingest(everything, { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('b')]), { readAt: '2026-03-03T00:00Z' })
    expect(await all('select external_id from incidents where withdrawn_at is not null')).toEqual([])
    const run = await ingest(aDocument([anIncident('b'), anIncident('c')], { completeness: 'whole' }), {
      readAt: '2026-03-04T00:00Z',
    })
    expect(run).toMatchObject({ created: 1, updated: 0, unchanged: 1, withdrawn: 1 })
    expect(await all('select external_id, withdrawn_at from incidents where withdrawn_at is not null')).toEqual([
      { external_id: 'a', withdrawn_at: at('2026-03-04T00:00Z') },
    ])
    await ingest(everything, { readAt: '2026-03-05T00:00Z' })
    expect(await all('select external_id from incidents where withdrawn_at is not null')).toEqual([
      { external_id: 'c' },
    ])
  })
})

describe('a document that is not to be believed', () => {
  const sixty = Array.from({ length: 60 }, (_, index) => anIncident(`i${index}`))

  it('keeps all sixty incidents when the list shrinks, empties, fails and turns into HTML', async () => {
    await ingest(aDocument(sixty), { readAt: '2026-03-02T00:00Z' })
    expect(await ingest(aDocument(sixty.slice(10)), { readAt: '2026-03-03T00:00Z' })).toMatchObject({
      state: 'unchanged',
    })
    const before = await rowVersions()
    const emptied = await ingest(aDocument([]), { readAt: '2026-03-04T00:00Z' })
    expect(emptied).toMatchObject({ state: 'suspicious', error: { code: 'suspicious_document' } })
    expect(emptied.error?.message).toContain('lists 0 incidents where the one before it listed 50')
    const shrunk = await ingest(aDocument(sixty.slice(0, 20), { completeness: 'whole' }), {
      readAt: '2026-03-05T00:00Z',
    })
    expect(shrunk.state).toBe('suspicious')
    expect(await ingest('<!doctype html><title>Sign in</title>', { readAt: '2026-03-06T00:00Z' })).toMatchObject({
      state: 'failed',
    })
    expect(await one('select count(*)::int from incidents where withdrawn_at is null')).toEqual({ count: 60 })
    expect(await rowVersions()).toBe(before)
    expect(await one('select last_good_read_at from sources')).toEqual({ last_good_read_at: at('2026-03-03T00:00Z') })
    expect(await one('select count(*)::int from documents')).toEqual({ count: 5 })
  })

  it('is not a list of the newest that only became shorter: what is new in it is taken in, and nothing withdrawn', async () => {
    await ingest(aDocument(sixty), { readAt: '2026-03-02T00:00Z' })
    const kept = [...sixty.slice(56), anIncident('new', { statedStartedAt: at('2026-03-02T12:00Z') })]
    expect(await ingest(aDocument(kept), { readAt: '2026-03-03T00:00Z' })).toMatchObject({
      state: 'succeeded',
      created: 1,
      withdrawn: 0,
    })
  })

  const broken: Record<string, string | Uint8Array> = {
    'an empty document': '',
    'a document that is cut':
      '{"format":"outage-history-archive/1","extent":"newest","incidents":[{"externalId":"a","ti',
    'a binary document': new Uint8Array([0, 255, 254, 1, 2, 3, 0, 0]),
    'an HTML page': '<!doctype html><html><body>Not found</body></html>',
  }
  for (const [name, body] of Object.entries(broken)) {
    it(`${name} fails with a sentence, changes nothing, and is kept`, async () => {
      await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
      const before = { state: await liveState(), versions: await rowVersions() }
      const run = await ingest(body, { readAt: '2026-03-03T00:00Z' })
      expect(run).toMatchObject({ state: 'failed', created: 0, error: { code: 'unreadable_document' } })
      expect(run.error?.message).toMatch(/^acme: the archive document: .+/)
      expect({ state: await liveState(), versions: await rowVersions() }).toEqual(before)
      const { body: kept, byte_length } = await one('select body, byte_length from documents order by id desc limit 1')
      expect(kept).not.toBeNull()
      expect(byte_length).toBe(Buffer.byteLength(body))
    })
  }

  it('one incident that cannot be stored is quarantined with the reason, the others are stored', async () => {
    const incidents = [anIncident('a'), anIncident('b', { title: 'x'.repeat(1_000_000) }), anIncident('c')]
    const run = await ingest(aDocument(incidents), { readAt: '2026-03-02T00:00Z' })
    expect(run).toMatchObject({ state: 'succeeded', created: 2, quarantined: 1 })
    expect(await all('select external_id, reason, length(raw) > 1000 as raw from run_items')).toEqual([
      { external_id: 'b', reason: 'its title has 1000000 characters; the limit is 2000', raw: true },
    ])
  })
})

describe('an incident that is listed without a date', () => {
  const undated = anIncident('undated', {
    title: 'Lost mail',
    statedStartedAt: null,
    statedEndedAt: null,
    status: null,
    startedAfter: at('2026-02-01T00:00Z'),
    startedBefore: at('2026-03-10T00:00Z'),
    updates: [],
  })
  const dated = anIncident('dated', { title: 'Lost  mail' })

  it('keeps its permalink when the vendor dates it later', async () => {
    await ingest(aDocument([undated]), { readAt: '2026-03-12T00:00Z' })
    const { public_id } = await one('select public_id from incidents')
    const run = await ingest(aDocument([dated]), { readAt: '2026-03-13T00:00Z' })
    expect(run).toMatchObject({ created: 0, updated: 1 })
    expect(await all('select public_id, basis, started_at from incidents')).toEqual([
      { public_id, basis: 'reported', started_at: at('2026-03-01T10:00Z') },
    ])
    expect(await ingest(aDocument([dated, anIncident('b')]), { readAt: '2026-03-14T00:00Z' })).toMatchObject({
      created: 1,
      updated: 0,
    })
  })

  it('comes to the same when the dated document is read first, and the other link still leads to it', async () => {
    await ingest(aDocument([dated]), { readAt: '2026-03-13T00:00Z' })
    const { public_id: known } = await one('select public_id from incidents')
    await ingest(aDocument([undated]), { readAt: '2026-03-12T00:00Z' })
    const late = await liveState()
    expect(
      await all(
        'select a.public_id from incident_aliases a join incidents i on i.id = a.incident_id where a.public_id <> i.public_id',
      ),
    ).toEqual([{ public_id: known }])
    await clearDatabase()
    await ingest(aDocument([undated]), { readAt: '2026-03-12T00:00Z' })
    await ingest(aDocument([dated]), { readAt: '2026-03-13T00:00Z' })
    expect(await liveState()).toEqual(late)
  })

  it('is not taken for another incident of the same title outside of its bounds, nor for one listed beside it', async () => {
    await ingest(aDocument([undated]), { readAt: '2026-03-12T00:00Z' })
    await ingest(aDocument([undated, dated]), { readAt: '2026-03-13T00:00Z' })
    expect(await one('select count(*)::int from incidents')).toEqual({ count: 2 })
  })
})

describe('a feed beside its richer form', () => {
  const rich = anIncident('a', {
    impact: 'major',
    updates: [anUpdate('id1', { postedAt: at('2026-03-01T11:00:20Z') })],
  })
  const poor = anIncident('a', {
    impact: 'unknown',
    updateIdsDerived: true,
    updates: [anUpdate('11:00 resolved', { postedAt: at('2026-03-01T11:00Z') })],
  })

  it('says nothing against what the richer form knows', async () => {
    await ingest(aDocument([rich]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([poor]), { readAt: '2026-03-03T00:00Z' })
    expect(await one('select impact from incidents')).toEqual({ impact: 'major' })
    expect(await all('select external_id, withdrawn_at from incident_updates')).toEqual([
      { external_id: 'id1', withdrawn_at: null },
    ])
  })

  it('gives up its derived ids for those of the richer form', async () => {
    await ingest(aDocument([poor]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([rich]), { readAt: '2026-03-03T00:00Z' })
    expect(await one('select impact from incidents')).toEqual({ impact: 'major' })
    expect(await all('select external_id, first_seen_at, edited_at from incident_updates')).toEqual([
      { external_id: 'id1', first_seen_at: at('2026-03-02T00:00Z'), edited_at: null },
    ])
  })
})

describe('mentions', () => {
  const naming = anIncident('a', {
    updates: [anUpdate('u1', { body: 'See https://status.other.example/incidents/abc123 for more.' })],
  })
  const named = anIncident('abc123', { sourceUrl: 'https://status.other.example/incidents/abc123' })

  for (const order of ['first', 'last'] as const) {
    it(`lead to the incident at their address when it arrives ${order}`, async () => {
      const steps = [
        () => ingest(aDocument([naming]), { vendor: 'acme', readAt: '2026-03-02T00:00Z' }),
        () => ingest(aDocument([named]), { vendor: 'other', readAt: '2026-03-02T00:00Z' }),
      ]
      for (const step of order === 'first' ? steps.reverse() : steps) await step()
      expect(await all('select i.external_id from mentions m join incidents i on i.id = m.target_incident_id')).toEqual(
        [{ external_id: 'abc123' }],
      )
    })
  }
})

describe('several sources of a vendor', () => {
  const url = 'https://status.acme.example'

  it('count once where the primary covers, and apart where it does not', async () => {
    const early = anIncident('early', {
      statedStartedAt: at('2026-01-01T10:00Z'),
      statedEndedAt: at('2026-01-01T11:00Z'),
      updates: [],
    })
    const late = anIncident('late', { statedStartedAt: at('2026-03-01T10:20Z'), updates: [] })
    const only = anIncident('only', {
      statedStartedAt: at('2026-03-01T20:00Z'),
      statedEndedAt: at('2026-03-01T21:00Z'),
      updates: [],
    })
    await ingest(aDocument([early, late, only]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('live')]), { url, from: `${url}/x`, readAt: '2026-03-02T00:00Z' })
    expect(
      await all(
        'select i.external_id, i.dedup_status, t.external_id as duplicate from incidents i left join incidents t on t.id = i.duplicate_of_id order by i.id',
      ),
    ).toEqual([
      { external_id: 'early', dedup_status: 'counted', duplicate: null },
      { external_id: 'late', dedup_status: 'secondary', duplicate: 'live' },
      { external_id: 'only', dedup_status: 'secondary', duplicate: null },
      { external_id: 'live', dedup_status: 'counted', duplicate: null },
    ])
    expect(await countMonths()).toMatchObject([
      { month: '2026-01', incidents: 1 },
      { month: '2026-03', incidents: 1 },
    ])
  })

  it('put the bundled sample aside, each of its incidents leading to its duplicate', async () => {
    await ingest(aDocument([anIncident('s1'), anIncident('s2', { statedStartedAt: at('2025-01-01T00:00Z') })]), {
      origin: 'sample',
      readAt: '2026-03-02T00:00Z',
    })
    expect(await all('select dedup_status from incidents')).toEqual([
      { dedup_status: 'counted' },
      { dedup_status: 'counted' },
    ])
    await ingest(aDocument([anIncident('live')]), { url, from: `${url}/x`, readAt: '2026-03-03T00:00Z' })
    expect(
      await all(
        'select i.external_id, i.dedup_status, t.external_id as duplicate from incidents i left join incidents t on t.id = i.duplicate_of_id order by i.id',
      ),
    ).toEqual([
      { external_id: 's1', dedup_status: 'superseded', duplicate: 'live' },
      { external_id: 's2', dedup_status: 'superseded', duplicate: null },
      { external_id: 'live', dedup_status: 'counted', duplicate: null },
    ])
    expect(await all('select key from sources where is_primary')).toEqual([{ key: 'archive:status.acme.example' }])
  })
})

describe('a correction', () => {
  it('survives an edit and a replay', async () => {
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
    await pool().query(
      `insert into corrections (incident_id, field, value, reason, author) values
        (1, 'endedAt', '"2026-03-01T13:00:00Z"', 'it took longer', 'me'), (1, 'impact', '"critical"', 'it was worse', 'me')`,
    )
    await ingest(aDocument([anIncident('a', { title: 'Other' })]), { readAt: '2026-03-03T00:00Z' })
    const corrected = {
      title: 'Other',
      ended_at: at('2026-03-01T13:00Z'),
      basis: 'corrected',
      impact: 'critical',
      derived_ended_at: at('2026-03-01T11:00Z'),
    }
    expect(await one('select title, ended_at, basis, impact, derived_ended_at from incidents')).toEqual(corrected)
    expect(await countMonths()).toMatchObject([{ seconds: 3 * 3600 }])
    await runMode('replay')
    expect(await one('select title, ended_at, basis, impact, derived_ended_at from incidents')).toEqual(corrected)
  })
})

describe('a dry run', () => {
  it('tells what would change, and how the figures would move, and writes nothing', async () => {
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
    const before = { state: await liveState(), versions: await rowVersions() }
    const run = await ingest(aDocument([anIncident('a', { title: 'Other' }), anIncident('b')]), {
      readAt: '2026-03-03T00:00Z',
      dryRun: true,
    })
    expect(run).toMatchObject({ state: 'succeeded', dryRun: true, created: 1, updated: 1 })
    expect(run.diff).toContainEqual(
      expect.objectContaining({ change: 'changed', field: 'title', before: 'Incident a', after: 'Other' }),
    )
    expect(run.diff).toContainEqual(
      expect.objectContaining({ change: 'figure', field: 'incidentCount', before: 1, after: 2 }),
    )
    expect({ state: await liveState(), versions: await rowVersions() }).toEqual(before)
  })

  it('has changed something if only figures move, as more time becomes known', async () => {
    const document = aDocument([anIncident('a')], { completeness: 'whole' })
    await ingest(document, { readAt: '2026-03-02T00:00Z' })
    const run = await ingest(document, { readAt: '2026-05-02T00:00Z', dryRun: true })
    expect(run).toMatchObject({ state: 'succeeded', created: 0, updated: 0, unchanged: 1 })
    expect(run.diff).not.toEqual([])
    for (const change of run.diff ?? []) expect(change).toMatchObject({ change: 'figure' })
  })
})

describe('a replay', () => {
  it('rebuilds the same from stored documents, and writes nothing when nothing differs', async () => {
    await ingest(aDocument([anIncident('a', { title: 'One' })]), { readAt: '2026-03-02T00:00Z' })
    await ingest(aDocument([anIncident('a', { title: 'Two' }), anIncident('b')]), { readAt: '2026-03-03T00:00Z' })
    const before = { state: await liveState(), versions: await rowVersions() }
    expect(await runMode('replay')).toMatchObject({ state: 'unchanged', documentsRead: 2, unchanged: 2 })
    expect({ state: await liveState(), versions: await rowVersions() }).toEqual(before)
  })

  it('counts each document and each item that cannot be read once, however often the document was read', async () => {
    const incidents = [anIncident('a'), anIncident('b', { title: 'x'.repeat(3_000) })]
    const other = aDocument([anIncident('a'), anIncident('c')])
    const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 0, n))
    for (const n of [0, 5, 10, 20, 25]) await ingest(aDocument(incidents), { readAt: minute(n) })
    expect(await runMode('replay')).toMatchObject({ documentsRead: 1, quarantined: 1 })
    for (const n of [15, 30]) await ingest(other, { readAt: minute(n) })
    expect(await runMode('replay')).toMatchObject({ documentsRead: 2, quarantined: 1, state: 'unchanged' })
  })

  it('brings back what was damaged', async () => {
    await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
    const before = await liveState()
    await pool().query(
      "update incidents set title = 'damaged', started_at = null, ended_at = null, basis = 'undated'; delete from incident_updates; delete from coverage",
    )
    expect(await runMode('replay', { dryRun: true })).toMatchObject({ state: 'succeeded', updated: 1 })
    expect(await one('select title from incidents')).toEqual({ title: 'damaged' })
    await runMode('replay')
    expect(await liveState()).toEqual(before)
  })
})

describe.skipIf(!existsSync(sharedPath('seeds')))('the two seed documents', () => {
  for (const [vendor, updates, downtimeSeconds] of [
    ['courier', 87, 59 * 3600 + 36 * 60],
    ['workos', 67, 59 * 3600 + 4 * 60],
  ] as const) {
    it(`${vendor}: all of its updates and its downtime`, async () => {
      const bytes = readFileSync(sharedPath('seeds', `${vendor}-outage-history.txt`))
      const run = await ingest(bytes, { vendor, platform: 'outage-text' })
      expect(run).toMatchObject({ state: 'succeeded', created: 24, quarantined: 0 })
      expect(await one('select count(*)::int from incident_updates')).toEqual({ count: updates })
      const months = await countMonths()
      expect(months.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(downtimeSeconds)
      expect(months.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(vendor === 'courier' ? 24 : 23)
      const before = await rowVersions()
      expect(await ingest(bytes, { vendor, platform: 'outage-text' })).toMatchObject({
        state: 'unchanged',
        unchanged: 24,
      })
      expect(await rowVersions()).toBe(before)
    })
  }
})

describe('a large document', () => {
  const many = aDocument(Array.from({ length: 600 }, (_, n) => anIncident(`n${n}`, { title: `Number ${n}` })))

  it('finds incidents by their primary key for every check of a foreign key, though statistics say that there are none', async () => {
    await ingest(many)
    // As an analysis leaves it that looks while the first large ingest is under way.
    await pool().query("update pg_class set reltuples = 0 where relname = 'incidents'")
    const plan = await all('explain select 1 from only incidents x where id = 300 for key share of x')
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Scan using incidents_pkey')
  })

  it('says in its error which statement took too long', async () => {
    const slow = inTransaction(async (tx) => {
      await tx.query("set local statement_timeout = '50ms'")
      await tx.query('select   pg_sleep(10)')
    })
    await expect(slow).rejects.toMatchObject({ code: '57014', statement: 'select pg_sleep(10)' })
  })
})
