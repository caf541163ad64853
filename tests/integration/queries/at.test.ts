import { afterAll, beforeAll, expect, it } from 'vitest'
import { GET } from '#app/api/v1/at/route.ts'
import { pool } from '#lib/database/client.ts'
import { listIncidentsAt, readCoverageAt } from '#lib/queries/at.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import type { CoveredVendors } from '#lib/queries/schemas.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { aSource, ingest, useTestDatabase } from '#tests/support/ingest.ts'

const NOW = at('2026-06-01T00:00Z')

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(aDocument([anIncident('a')]), { vendor: 'acme', readAt: '2026-04-01T00:00Z' })
  await aSource({ vendor: 'bolt' })
})
afterAll(() => drop())

const qualities = async (moment: string) =>
  Object.fromEntries(
    Object.entries<CoveredVendors>({ ...(await readCoverageAt(at(moment), NOW)) }).map(
      ([quality, { count, vendors }]) => [quality, [count, ...vendors.map(({ slug }) => slug)]],
    ),
  )

it('a moment shows what was open then, to the end that is no part of it', async () => {
  expect((await listIncidentsAt(at('2026-03-01T10:30Z'), NOW)).incidents).toMatchObject([{ title: 'Incident a' }])
  expect((await listIncidentsAt(at('2026-03-01T11:00Z'), NOW)).incidents).toEqual([])
})

it('a moment shows of whom it is known, and of whom silence says nothing', async () => {
  expect(await qualities('2026-03-20T00:00Z')).toEqual({ complete: [1, 'acme'], partial: [0], unknown: [1, 'bolt'] })
  expect(await qualities('2026-05-01T00:00Z')).toEqual({ complete: [0], partial: [0], unknown: [2, 'acme', 'bolt'] })
})

it('an incident says of how many other vendors its time is known', async () => {
  await ingest(aDocument([anIncident('b')]), { vendor: 'cord', readAt: '2026-03-01T10:30Z' })
  const { rows } = await pool().query("select public_id as id from incidents where title = 'Incident a'")
  const incident = await getIncident(rows[0].id, NOW)
  // Cord was read before the incident ended, and bolt never.
  expect(incident?.othersKnown).toEqual({ known: 0, unknown: 2 })
  await ingest(aDocument([anIncident('b')]), { vendor: 'cord', readAt: '2026-03-01T11:30Z' })
  expect((await getIncident(rows[0].id, NOW))?.othersKnown).toEqual({ known: 1, unknown: 1 })
})

it('what was never read is not known later, however short it was', async () => {
  const dune = { vendor: 'dune', url: 'https://status.dune.example', readAt: '2026-03-01T10:55Z' }
  await ingest(aDocument([anIncident('b')]), dune)
  const { rows } = await pool().query("select public_id as id from incidents where title = 'Incident a'")
  const known = async (now: Date) => (await getIncident(rows[0].id, now))?.othersKnown
  // Two minutes after the end, the next poll is still to come; later, it has not come.
  expect(await known(at('2026-03-01T11:02Z'))).toEqual({ known: 2, unknown: 1 })
  expect(await known(NOW)).toEqual({ known: 1, unknown: 2 })
})

it('a moment of very many outages says that there are more, and lists those of chosen vendors all the same', async () => {
  const many = Array.from({ length: 201 }, (_, index) =>
    anIncident(`m${index}`, { statedStartedAt: at('2026-03-01T10:10Z'), updates: [] }),
  )
  await ingest(aDocument(many), { vendor: 'eden', readAt: '2026-04-01T00:00Z' })
  const moment = at('2026-03-01T10:30Z')
  const everywhere = await listIncidentsAt(moment, NOW)
  expect(everywhere.isCut).toBe(true)
  expect(everywhere.incidents).toHaveLength(200)
  expect(everywhere.incidents.map(({ vendor }) => vendor)).not.toContain('acme')
  const isCutAt = async (t: string) =>
    (await (await GET(new Request(`http://localhost/api/v1/at?t=${t}`), undefined)).json()).isCut
  expect([await isCutAt('2026-03-01T10:30:00Z'), await isCutAt('2026-03-20T00:00:00Z')]).toEqual([true, false])
  const { rows } = await pool().query("select id from vendors where slug = 'acme'")
  expect(await listIncidentsAt(moment, NOW, [rows[0].id])).toMatchObject({
    isCut: false,
    incidents: [{ vendor: 'acme' }],
  })
})
