import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { closeDatabase } from '#lib/database/client.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { expectInvariants } from '#tests/support/ingest.ts'
import { type KeptSite, loadKeptDatabase, readKeptSite } from '#tests/support/processes/kept-site.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'

let kept: KeptSite
let database: TestDatabase
let site: RunningSite

beforeAll(async () => {
  kept = await readKeptSite()
  database = await loadKeptDatabase()
  const env = { DATABASE_URL: database.url, PUBLIC_URL: kept.publicUrl, AUTH_SECRET: kept.authSecret }
  site = await startSite({ env: { ...env, ADMIN_EMAIL: kept.account } })
}, 300_000)

afterAll(async () => {
  await site?.stop()
  await closeDatabase()
  await database?.drop()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(site.url + path, { headers, redirect: 'manual' })
const getJson = async (path: string) => await (await get(`/api/v1${path}`)).json()
const pathOf = (address: string) => new URL(address, kept.publicUrl).pathname

describe('the database of a site of November 2026, after the start of this release', () => {
  it('is ready, whole, and holds as many rows as before', async () => {
    expect((await get('/healthz')).status).toBe(200)
    process.env.DATABASE_URL = database.url
    await expectInvariants()
    await withClient(database.url, async (client) => {
      for (const [table, count] of Object.entries(kept.counts)) {
        const { rows } = await client.query(`select count(*)::int as count from ${table}`)
        expect([table, rows[0].count]).toEqual([table, count])
      }
    })
  })

  it('gives the figures, incidents, revisions, corrections and mentions that it gave', async () => {
    for (const [slug, { asOf, vendor, all, order, incidents }] of Object.entries(kept.vendors)) {
      const query = `asOf=${asOf}&window=all&kind=all`
      expect(await getJson(`/vendors/${slug}?asOf=${asOf}`)).toMatchObject(vendor)
      expect(await getJson(`/vendors/${slug}?${query}`)).toMatchObject(all)
      const list = await getJson(`/vendors/${slug}/incidents?${query}&limit=100`)
      expect(list.incidents.map(({ id }: { id: string }) => id)).toEqual(order)
      for (const incident of incidents) {
        expect(await getJson(`/incidents/${incident.id}?asOf=${asOf}`)).toMatchObject(incident)
      }
    }
  })

  it('has every permalink where it was, former ids and slugs included', async () => {
    const found: Record<string, string> = {}
    const { vendors } = await getJson('/vendors?limit=100')
    for (const { slug } of vendors) {
      for (let cursor = ''; ; ) {
        const { incidents, nextCursor } = await getJson(
          `/vendors/${slug}/incidents?window=all&kind=all&limit=100${cursor}`,
        )
        for (const { id, permalink } of incidents) found[id] = pathOf(permalink)
        if (nextCursor === null) break
        cursor = `&cursor=${encodeURIComponent(nextCursor)}`
      }
    }
    // What no list has: former ids, and what counts as another source has it.
    for (const id of Object.keys(kept.permalinks).filter((each) => found[each] === undefined)) {
      const answer = await get(`/api/v1/incidents/${id}`)
      const isFormer = answer.status === 308
      found[id] = pathOf(isFormer ? (answer.headers.get('location') ?? '') : (await answer.json()).permalink)
    }
    expect(found).toEqual(kept.permalinks)
    for (const { incidents } of Object.values(kept.vendors)) {
      const path = pathOf(incidents[0]?.permalink ?? '')
      expect([path, (await get(path)).status]).toEqual([path, 200])
    }
    for (const [former, present] of Object.entries(kept.slugs)) {
      const answer = await get(`/vendors/${former}`)
      expect([answer.status, pathOf(answer.headers.get('location') ?? '')]).toEqual([308, `/vendors/${present}`])
    }
  })

  it('knows the admin by the cookie from before, and the program by its token', async () => {
    const page = await get('/admin/account', { cookie: kept.cookie })
    expect([page.status, (await page.text()).includes(kept.account)]).toEqual([200, true])
    const { rows } = await withClient(database.url, (client) => client.query('select id from runs limit 1'))
    const run = `/api/v1/runs/${rows[0].id}`
    expect((await get(run, { cookie: kept.cookie })).status).toBe(200)
    expect((await get(run, { authorization: `Bearer ${kept.apiToken}` })).status).toBe(200)
    expect((await get(run)).status).toBe(401)
  })
})
