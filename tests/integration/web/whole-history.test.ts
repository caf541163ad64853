import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addLongHistory } from '#tests/support/long-history.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { ask } from './served.ts'

const INCIDENTS = 20_050
const PATH = '/vendors/long'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await addLongHistory(site.databaseUrl, { slug: 'long', incidents: INCIDENTS, updates: 1, characters: 40 })
}, 240_000)
afterAll(() => site.stop())

async function get(path: string): Promise<string> {
  const { status, text } = await ask(site.url, path, { headers: { 'accept-encoding': 'gzip' } })
  expect(status).toBe(200)
  return text
}

async function residentMegabytes(): Promise<number> {
  const status = await readFile(`/proc/${site.process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_000
}

async function renders(): Promise<number> {
  const { text } = await ask(site.url, '/metrics', { headers: { authorization: `Bearer ${site.token}` } })
  return Number(/^outage_history_renders_total (\d+)$/m.exec(text)?.[1])
}

it('is rendered once for a hundred who want its page at once, each in the encoding of his choice', async () => {
  await get('/vendors/long?window=90d')
  const before = await renders()
  const encodings = ['br', 'gzip', 'identity']
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      ask(site.url, '/vendors/long?window=2025-10', { headers: { 'accept-encoding': encodings[i % 3] } }),
    ),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(new Set(replies.map(({ bytes }) => bytes.length)).size).toBe(3)
  expect(await renders()).toBe(before + 1)
})

it('of more than 20,000 incidents is whole in every form, and is not held in memory', async () => {
  await get('/vendors/long/feed.atom')
  const before = await residentMegabytes()
  const [csv, ndjson] = await Promise.all([
    get(`${PATH}/incidents.csv?window=all`),
    get(`${PATH}/incidents.ndjson?window=all`),
  ])
  const rows: { id: string }[] = parse(csv, { bom: true, columns: true })
  expect(new Set(rows.map(({ id }) => id)).size).toBe(INCIDENTS)
  const lines = ndjson.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(rows.map(({ id }) => id))
  // 25 MB of files; made in one piece they took ten times as much.
  if (process.platform === 'linux') expect((await residentMegabytes()) - before).toBeLessThan(150)
}, 120_000)

it('has the figures of what it holds, in one year as in all', async () => {
  const { vendor, incidents } = JSON.parse(await get(`${PATH}/incidents.json?window=2025`))
  expect(incidents).toHaveLength(365 * 24)
  expect(vendor.history.incidentCount).toBe(365 * 24)
  expect(JSON.parse(await get(`${PATH}/annotations.json?window=2025-10`))).toHaveLength(31 * 24)
  const markdown = await get(`${PATH}/incidents.md?window=2025-10`)
  expect(markdown.match(/^## \[Incident number /gm)).toHaveLength(31 * 24)
  expect(markdown).toContain('- Without a reported duration: 0 of 744')
})

it('is a calendar that another reader takes for one', async () => {
  const calendar = new ICAL.Component(ICAL.parse(await get(`${PATH}/calendar.ics?window=2025-10`)))
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Long outage history: in October 2025')
  expect(calendar.getAllSubcomponents('vevent')).toHaveLength(31 * 24)
  const stack = new ICAL.Component(ICAL.parse(await get('/stack/calendar.ics?vendors=long&window=2025-10')))
  expect(stack.getAllSubcomponents('vevent')).toHaveLength(31 * 24)
})
