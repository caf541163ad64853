import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { listSourcesInForce } from '#lib/queries/sources.ts'

import { loadCatalogue } from '#lib/sources/load-catalogue.ts'
import { loadSample } from '#lib/worker/load-sample.ts'

import { readCatalogue } from '#prisma/catalogue.ts'

import { SAMPLE } from '#prisma/sample/index.ts'
import { clearDatabase, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const STARTERS = readCatalogue().vendors.filter(({ isStarter }) => isStarter)

ownDatabase({ emptied: true, checked: true })

async function listLive() {
  const { rows } = await pool().query(
    `select v.slug, s.platform, s.url, s.is_primary as "isPrimary" from sources s join vendors v on v.id = s.vendor_id
     where s.origin = 'live' order by v.slug`,
  )
  return rows
}

it('an empty database gets the starter set, each with its live source, once', async () => {
  expect(await loadCatalogue()).toBe(STARTERS.length)
  const expected = STARTERS.map(({ slug, access, address: url }) => ({
    slug,
    platform: access.kind === 'source' && access.platform,
    url,
    isPrimary: true,
  }))
  expect(await listLive()).toEqual(expected.sort((a, b) => a.slug.localeCompare(b.slug, 'en')))
  expect(await loadCatalogue()).toBe(0)
  expect(await listLive()).toHaveLength(STARTERS.length)
})

it('vendors of the sample get their live source beside it, and the sample stays in force until that is read', async () => {
  await loadSample()
  expect(await loadCatalogue()).toBe(STARTERS.length)
  const sampled = [...new Set(SAMPLE.map(({ vendor }) => vendor))]
  const { rows } = await pool().query('select id, slug from vendors where slug = any($1)', [sampled])
  const inForce = await listSourcesInForce(rows.map(({ id }) => id))
  for (const { id, slug } of rows) expect(inForce.get(id), slug).toMatchObject([{ origin: 'sample' }])
})

it('a vendor that is taken away does not come back, and nothing comes to those that an admin has added', async () => {
  await loadCatalogue()
  await pool().query("delete from vendors where slug <> 'github'")
  await pool().query('delete from sources')
  expect(await loadCatalogue()).toBe(0)

  await clearDatabase()
  await ingest('{"incidents":[]}', { vendor: 'acme', platform: 'statuspage' })
  expect(await loadCatalogue()).toBe(0)
})
