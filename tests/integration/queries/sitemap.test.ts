import { afterAll, beforeAll, expect, it } from 'vitest'
import { GET as getSitemap } from '#app/sitemap.xml/route.ts'
import { GET as getPart } from '#app/sitemaps/[part]/route.ts'
import { pool } from '#lib/database/client.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(aDocument([anIncident('a'), anIncident('b')]), { vendor: 'acme', readAt: '2026-04-01T00:00Z' })
})
afterAll(() => drop())

const sitemap = async () => await (await getSitemap(new Request('http://localhost/sitemap.xml'), {})).text()
const part = async (name: string) =>
  await getPart(new Request(`http://localhost/sitemaps/${name}`), { params: Promise.resolve({ part: name }) })
const placesIn = (xml: string) => [...xml.matchAll(/<loc>[^<]*?:\/\/[^/]+([^<]*)<\/loc>/g)].map(([, path]) => path)

const FIXED = [
  '/',
  '/at',
  '/compare',
  '/stack',
  '/stack/report',
  '/subscribe',
  '/methodology',
  '/methodology/track-record',
  '/developers',
]

it('a small site has one sitemap with all pages', async () => {
  const xml = await sitemap()
  expect(xml).toContain('<urlset')
  expect(placesIn(xml)).toEqual([
    ...FIXED,
    '/vendors/acme',
    expect.stringMatching(/^\/vendors\/acme\/incidents\/.*\/incident-b$/),
    expect.stringMatching(/^\/vendors\/acme\/incidents\/.*\/incident-a$/),
  ])
  expect(xml).toContain('<lastmod>2026-04-01T00:00:00.000Z</lastmod>')
})

it('a large site has a list of sitemaps, which hold each page once', async () => {
  // As after 99,998 others.
  await pool().query("update incidents set id = 100000 where title = 'Incident b'")
  const xml = await sitemap()
  expect(xml).toContain('<sitemapindex')
  const files = placesIn(xml).map((path) => path?.replace('/sitemaps/', '') ?? '')
  expect(files).toEqual(['vendors.xml', 'incidents-0.xml', 'incidents-1.xml', 'incidents-2.xml'])
  const pages = await Promise.all(files.map(async (name) => placesIn(await (await part(name)).text())))
  expect(pages.flat()).toEqual([
    ...FIXED,
    '/vendors/acme',
    expect.stringMatching(/\/incident-a$/),
    expect.stringMatching(/\/incident-b$/),
  ])
})

it.each(['incidents-3.xml', 'incidents-01.xml', 'incidents--1.xml', 'incidents-9999999.xml', 'else.xml'])(
  'there is no part %s',
  async (name) => {
    expect((await part(name)).status).toBe(404)
  },
)
