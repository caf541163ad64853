import { afterEach, describe, expect, it, vi } from 'vitest'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { pool } from '#lib/database/client.ts'
import { clearDatabase, expectInvariants, ingest, liveState, rowVersions, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { type StatuspageIncident, statuspageIncident } from '#tests/support/platforms/statuspage.ts'

ownDatabase({ emptied: true })

const parse = vi.spyOn(statuspage, 'parse')
afterEach(() => parse.mockClear())

const ROOT = 'https://status.acme.example'
const LIST = `${ROOT}/api/v2/incidents.json`

const over = [3, 2, 1].map((n) => statuspageIncident(n))
const open = statuspageIncident(4, { status: 'investigating', resolved_at: null, incident_updates: [] })

/** A list that its page made at this hour. */
function listMade(hour: number, incidents: StatuspageIncident[] = over): string {
  const updated_at = `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`
  return JSON.stringify({ page: { id: 'page00000001', name: 'Acme', url: ROOT, updated_at }, incidents })
}

async function read(hour: number, body: string, from = LIST) {
  const readAt = new Date(Date.UTC(2026, 0, 1, hour, 1))
  return await ingest(body, { platform: 'statuspage', url: ROOT, readAt, from })
}

async function documents() {
  const { rows } = await pool().query(
    `select listed, completeness, summary, normalised_hash, observed_at, first_read_at, last_read_at, parsed from documents order by id`,
  )
  return rows
}

describe('a list that differs from the one before it in the time of its making alone', () => {
  it('is not parsed, and leaves what parsing it leaves', async () => {
    const reads = async (forget: boolean) => {
      await clearDatabase()
      const runs = []
      for (const hour of [1, 2, 3]) {
        runs.push(await read(hour, listMade(hour)))
        if (forget) await pool().query('update documents set stampless_hash = null')
      }
      const said = runs.map(({ state, created, updated, unchanged, withdrawn, warnings }) => ({
        ...{ state, created, updated, unchanged, withdrawn, warnings },
      }))
      return { said, live: await liveState(), documents: await documents() }
    }
    const parsed = await reads(true)
    expect(parse).toHaveBeenCalledTimes(3)
    parse.mockClear()
    expect(await reads(false)).toEqual(parsed)
    expect(parse).toHaveBeenCalledTimes(1)
    expect(parsed.said.map(({ state }) => state)).toEqual(['succeeded', 'unchanged', 'unchanged'])
    await expectInvariants()
  })

  it('writes no row version, and is a good read', async () => {
    await read(1, listMade(1))
    const before = await rowVersions()
    expect(await read(2, listMade(2))).toMatchObject({ state: 'unchanged', unchanged: 3, documentsRead: 1 })
    expect(await rowVersions()).toBe(before)
    const { rows } = await pool().query('select last_good_read_at from sources')
    expect(rows).toEqual([{ last_good_read_at: new Date('2026-01-01T02:01Z') }])
  })

  it('confirms that an incident is gone from the list, as a second read does', async () => {
    await read(1, listMade(1, [open, ...over]))
    await read(2, listMade(2))
    expect(parse).toHaveBeenCalledTimes(2)
    expect(await read(3, listMade(3))).toMatchObject({ state: 'succeeded', withdrawn: 1 })
    expect(parse).toHaveBeenCalledTimes(2)
    await expectInvariants()
  })
})

describe('a list is parsed', () => {
  it('when an incident in it has changed as well', async () => {
    await read(1, listMade(1))
    const edited = over.map((incident, n) => (n === 1 ? { ...incident, name: 'Edited' } : incident))
    expect(await read(2, listMade(2, edited))).toMatchObject({ state: 'succeeded', updated: 1 })
    expect(await read(3, listMade(3))).toMatchObject({ state: 'succeeded', updated: 1 })
  })

  it('when another address has said something of its incidents since', async () => {
    await read(1, listMade(1))
    const other = JSON.stringify({
      page: { id: 'page00000001', name: 'Acme', url: ROOT },
      incident: { ...over[0], name: 'Renamed' },
    })
    await read(2, other, `${ROOT}/api/v2/incidents/${over[0]?.id}.json`)
    expect(await read(3, listMade(3))).toMatchObject({ updated: 1 })
    expect(parse).toHaveBeenCalledTimes(3)
  })

  it('when it comes late, or without a read time', async () => {
    await read(2, listMade(2))
    await read(1, listMade(1))
    await ingest(listMade(3), { platform: 'statuspage', url: ROOT, from: LIST })
    expect(new Set(parse.mock.calls.map(([{ bytes }]) => Buffer.from(bytes).toString()))).toEqual(
      new Set([1, 2, 3].map((hour) => listMade(hour))),
    )
    await expectInvariants()
  })

  it('when what it says depends on when it is read', async () => {
    const made = (hour: number) =>
      `<rss version="2.0"><channel><title>Acme</title><link>${ROOT}</link><lastBuildDate>Thu, 01 Jan 2026 ${hour}:00:00 GMT</lastBuildDate>
       <item><guid>a</guid><title>Resolved: Slow database</title><pubDate>Thu, 01 Jan 2026 12:00:00 GMT</pubDate></item></channel></rss>`
    const feed = { platform: 'feed', url: `${ROOT}/feed.rss`, from: `${ROOT}/feed.rss` } as const
    for (const hour of [11, 13]) await ingest(made(hour), { ...feed, readAt: new Date(Date.UTC(2026, 0, 1, hour, 1)) })
    const { rows } = await pool().query('select source_kind as kind from incidents')
    expect(rows).toEqual([{ kind: 'incident' }])
    expect(await runMode('replay', feed)).toMatchObject({ state: 'unchanged' })
  })

  it('when each read has to say that a part of it was not understood', async () => {
    const odd = [{ ...statuspageIncident(5), impact: 'purple' }, ...over]
    for (const hour of [1, 2]) expect((await read(hour, listMade(hour, odd))).warnings).not.toEqual([])
    expect(parse).toHaveBeenCalledTimes(2)
  })
})
