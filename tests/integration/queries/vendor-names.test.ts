import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { findExampleVendor } from '#lib/queries/chosen-vendors.ts'
import { findVendorNames, resolveVendorNames } from '#lib/queries/vendor-names.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await pool().query(`
    WITH named(slug, name) AS (
      VALUES ('github', 'GitHub'), ('gitlab', 'GitLab'), ('hub', 'Hub'), ('acme-hub', 'ACME 100%_Hub')
      UNION ALL SELECT 'service-' || n, 'Service ' || n FROM generate_series(1, 10000) n
    ) INSERT INTO vendors (key, slug, name) SELECT slug, slug, name FROM named`)
})
afterAll(() => drop())

const namesFor = async (text: string, without: string[] = []) =>
  (await findVendorNames(text, { most: 5, without })).vendors.map(({ name }) => name)

describe('vendors found by a name', () => {
  it('are the exact one, those that begin with it, and those that contain it, in this order', async () => {
    expect(await namesFor('HUB')).toEqual(['Hub', 'ACME 100%_Hub', 'GitHub'])
    expect(await namesFor('git')).toEqual(['GitHub', 'GitLab'])
    expect(await namesFor('git', ['github'])).toEqual(['GitLab'])
  })

  it('are a few of ten thousand, with their number', async () => {
    const { vendors, total } = await findVendorNames('service', { most: 24 })
    expect([vendors.length, total]).toEqual([24, 10_000])
    expect((await findVendorNames('', { most: 24 })).total).toBe(10_004)
    expect(await findVendorNames('nobody', { most: 24 })).toEqual({ vendors: [], total: 0 })
  })

  it('are those of several names, and signs of patterns are letters', async () => {
    expect(await namesFor('hub, gitlab')).toEqual(['GitLab', 'Hub', 'ACME 100%_Hub', 'GitHub'])
    expect(await namesFor('%')).toEqual(['ACME 100%_Hub'])
    expect(await namesFor('_')).toEqual(['ACME 100%_Hub'])
    expect(await namesFor("'; --")).toEqual([])
  })
})

describe('typed names', () => {
  it.each([
    ['GitHub', ['github'], ''],
    ['hub', ['hub'], ''],
    ['gitl', ['gitlab'], ''],
    ['git', [], 'git'],
    ['gitlab, service, hub, nobody,, ', ['gitlab', 'hub'], 'service, nobody'],
    ['service 7', ['service-7'], ''],
    ['', [], ''],
  ])('%j choose %j, and leave %j to be asked about', async (text, slugs, rest) => {
    expect(await resolveVendorNames(text)).toEqual({ slugs, rest })
  })
})

describe('the vendor of examples', () => {
  it('is a made-up one until some vendor has an outage, then the first of these by name', async () => {
    expect(await findExampleVendor()).toEqual({ slug: 'example', name: 'Example', incident: null })
    await ingest(aDocument([anIncident('first')]), { vendor: 'hub' })
    expect(await findExampleVendor()).toEqual({ slug: 'hub', name: 'Hub', incident: expect.stringMatching(/^\w{12}$/) })
  })
})
