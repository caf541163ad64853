import { parseFeed } from '@rowanmanning/feed-parser'
import ICAL from 'ical.js'
import { beforeAll, expect, it } from 'vitest'
import { GET as allCalendar } from '#app/calendar.ics/route.ts'
import { GET as allAtom } from '#app/feed.atom/route.ts'
import { GET as allJson } from '#app/feed.json/route.ts'
import { GET as allRss } from '#app/feed.rss/route.ts'
import { GET as vendorMetrics } from '#app/metrics/vendors/route.ts'
import { GET as oembed } from '#app/oembed/route.ts'
import { answerWithPng } from '#app/render-png.ts'
import { GET as stackRss } from '#app/stack/feed.rss/route.ts'
import { GET as stackImage } from '#app/stack/image.png/route.ts'
import { GET as vendorFeed } from '#app/vendors/[vendor]/feed.json/route.ts'
import { GET as vendorImage } from '#app/vendors/[vendor]/image.png/route.ts'
import { GET as vendorCsv } from '#app/vendors/[vendor]/incidents.csv/route.ts'
import { getEnv } from '#lib/env.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const base = () => getEnv().PUBLIC_URL
const request = (path: string) => new Request(base() + path)
const ofAcme = { params: Promise.resolve({ vendor: 'acme' }) }
/** Drawn as nothing, and what stands on its two sides is not drawn as one sign. U+200C is, by resvg 2.6.2. */
const SEPARATOR = '\u180b'
/** No clock of a test reaches a route, so the plan is far ahead. */
const PLANNED = at('2098-06-10T02:00Z')

beforeAll(async () => {
  const plan = anIncident('plan', {
    kind: 'maintenance',
    status: 'scheduled',
    ...{ statedStartedAt: null, statedEndedAt: null, scheduledFrom: PLANNED, scheduledUntil: at('2098-06-10T04:00Z') },
    updates: [anUpdate('p-1', { status: 'scheduled', postedAt: at('2026-03-29T10:00Z') })],
  })
  await ingest(aDocument([anIncident('a'), plan]), { readAt: '2026-04-01T00:00Z' })
  await ingest(aDocument([anIncident('b')]), { vendor: 'bolt', readAt: '2026-04-01T00:00Z' })
})

it('all vendors have a feed in every form, with the same entries', async () => {
  const [atom, rss] = await Promise.all(
    [allAtom, allRss].map(async (get) => parseFeed(await (await get(request('/feed?kind=all'), undefined)).text())),
  )
  const json = await (await allJson(request('/feed.json?kind=all'), undefined)).json()
  const titles = json.items.map(({ title }: { title: string }) => title)
  expect(titles.toSorted()).toEqual(['acme: Incident a', 'acme: Incident plan', 'bolt: Incident b'])
  expect([atom, rss].map((feed) => feed?.items.map(({ title }) => title))).toEqual([titles, titles])
  expect(json.feed_url).toBe(`${base()}/feed.json?kind=all`)
})

it('a stack and a vendor have them too', async () => {
  const rss = parseFeed(await (await stackRss(request('/stack/feed.rss?vendors=acme,bolt'), undefined)).text())
  expect(rss.items).toHaveLength(2)
  const json = await (await vendorFeed(request('/vendors/acme/feed.json'), ofAcme)).json()
  expect(json).toMatchObject({ title: 'acme outage history', items: [{ title: 'acme: Incident a' }] })
})

it('a calendar has what is planned, tentatively', async () => {
  const text = await (await allCalendar(request('/calendar.ics?kind=all'), undefined)).text()
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  const planned = events.find((event) => String(event.getFirstPropertyValue('summary')).endsWith('plan'))
  expect(events).toHaveLength(3)
  expect(planned?.getFirstPropertyValue('status')).toBe('TENTATIVE')
  expect(new ICAL.Event(planned).startDate.toJSDate()).toEqual(PLANNED)
})

it('a table is named after its vendor and its window', async () => {
  const { headers } = await vendorCsv(request('/vendors/acme/incidents.csv?window=2026'), ofAcme)
  expect(headers.get('content-disposition')).toBe('attachment; filename="acme-outages-2026.csv"')
})

it('one address has the metrics of all vendors', async () => {
  const text = await (await vendorMetrics(request('/metrics/vendors'), undefined)).text()
  for (const vendor of ['acme', 'bolt'])
    expect(text).toContain(`outage_history_incidents{vendor="${vendor}",window="24m"`)
})

it('vendors and stacks have a picture', async () => {
  const images = await Promise.all([
    vendorImage(request('/vendors/acme/image.png'), ofAcme),
    stackImage(request('/stack/image.png?vendors=acme,bolt'), undefined),
  ])
  for (const image of images) {
    expect(image.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await image.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  }
})

it('a picture has names in the letters that they are written in', async () => {
  const drawn = async (letters: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30" font-family="Inter">${letters}</svg>`
    return Buffer.from(await (await answerWithPng(svg)).arrayBuffer()).toString('base64')
  }
  for (const weight of [400, 600]) {
    const word = `<text x="5" y="20" font-weight="${weight}">8x8 -&gt;</text>`
    const letters = word.replace('8x8 -&gt;', ['8', 'x', '8 -', '&gt;'].join(SEPARATOR))
    expect(await drawn(word)).toBe(await drawn(letters))
  }
})

it('oEmbed shows a vendor as its card, within the room that there is, and nothing of others', async () => {
  const ask = (query: string) => oembed(request(`/oembed?${query}`), undefined)
  const url = encodeURIComponent(`${base()}/vendors/acme?window=12m`)
  const answer = await (await ask(`url=${url}&maxwidth=300`)).json()
  expect(answer).toMatchObject({
    version: '1.0',
    type: 'rich',
    width: 300,
    thumbnail_url: `${base()}/vendors/acme/image.png`,
  })
  expect(answer.html).toContain(`<iframe src="${base()}/vendors/acme/embed" width="300"`)
  const statuses = [
    'url=https://e.example/vendors/acme',
    `url=${base()}/vendors/nobody`,
    `url=${url}&format=xml`,
    `url=${url}&maxwidth=x`,
  ]
  expect(await Promise.all(statuses.map(async (query) => (await ask(query)).status))).toEqual([400, 404, 501, 400])
})
