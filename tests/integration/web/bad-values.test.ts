import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { type Asking, ask, type Reply } from './served.ts'

/** Addresses, in which VALUE stands where a reader or a program may write anything. A method goes before it where it is not GET. */
const IDS_IN_PATHS = [
  '/vendors/VALUE',
  '/vendors/VALUE/feed.atom',
  '/vendors/VALUE/badge.svg',
  '/vendors/VALUE/embed',
  '/vendors/acme/incidents/VALUE',
  '/vendors/acme/incidents/VALUE/image.png',
  '/api/v1/vendors/VALUE',
  '/api/v1/vendors/VALUE/incidents',
  '/api/v1/vendors/VALUE/sources',
  '/api/v1/incidents/VALUE',
  '/api/v1/runs/VALUE',
  '/api/v1/runs/VALUE/events',
  '/api/v1/batches/VALUE',
  '/api/v1/batches/VALUE/events',
  'POST /api/v1/batches/VALUE/apply',
  'PATCH /api/v1/sources/VALUE',
  '/api/v1/alerts/rules/VALUE',
  '/api/v1/alerts/rules/VALUE/dry-run',
  'PATCH /api/v1/alerts/rules/VALUE',
  '/api/v1/alerts/targets/VALUE',
  '/api/v1/alerts/targets/VALUE/deliveries',
  'POST /api/v1/alerts/targets/VALUE/test',
  '/api/v1/alerts/deliveries/VALUE',
  'PATCH /api/v1/vendors/VALUE',
  'POST /api/v1/vendors/VALUE/ingest',
  '/admin/vendors/VALUE',
  '/admin/vendors/VALUE/merge',
  '/admin/runs/VALUE',
  '/admin/batches/VALUE',
  '/admin/documents/VALUE',
  '/admin/documents/VALUE/raw',
  '/admin/incidents/VALUE',
  '/admin/people/VALUE',
  '/admin/sources/VALUE/move',
  '/admin/alerts/rules/VALUE',
  '/admin/alerts/targets/VALUE',
  '/admin/alerts/deliveries/VALUE',
  'POST /admin/runs/VALUE/change',
  'POST /admin/batches/VALUE/change',
  'POST /admin/vendors/VALUE/change',
  'POST /admin/incidents/VALUE/change',
  'POST /admin/sources/VALUE/change',
]
const UNENCODED = ['%', '%zz', '%FF', '%ED%A0%80', '%C3', '%E2%82']
const IDS = [
  '%00',
  '%01',
  '%0d%0aSet-Cookie:%20x',
  '%E2%82%AC',
  '%F0%9F%92%A9',
  '0',
  '-1',
  '99999999999999999999',
  '999999999999999999',
  'a'.repeat(3_000),
  '00000000-0000-0000-0000-000000000000',
  '------------------------------------',
  '%2e%2e%2f',
]

/** By the parameter that an answer has to name. */
const INSTANTS_IN_QUERIES: [string, string][] = [
  ['asOf', '/vendors/acme?asOf=VALUE'],
  ['asOf', '/vendors/acme/incidents/ID?asOf=VALUE'],
  ['asOf', '/vendors/acme/feed.atom?asOf=VALUE'],
  ['asOf', '/vendors/acme/incidents.csv?asOf=VALUE'],
  ['asOf', '/feed.atom?asOf=VALUE'],
  ['asOf', '/compare?vendors=acme&asOf=VALUE'],
  ['asOf', '/stack?vendors=acme&asOf=VALUE'],
  ['asOf', '/stack/calendar.ics?vendors=acme&asOf=VALUE'],
  ['asOf', '/api/v1/vendors/acme?asOf=VALUE'],
  ['asOf', '/api/v1/vendors/acme/incidents?asOf=VALUE'],
  ['asOf', '/api/v1/incidents/ID?asOf=VALUE'],
  ['t', '/at?t=VALUE'],
  ['t', '/api/v1/at?t=VALUE'],
  ['fetchedAt', 'POST /api/v1/vendors/acme/documents?platform=archive&fetchedAt=VALUE'],
]
const NO_INSTANTS = [
  'garbage',
  '%zz',
  '%ED%A0%80',
  '%F0%9F%92%A9',
  '0001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-12:00',
  '%2B275760-09-13T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-03-01T25:00:00Z',
  '2026-03-01T00:00:00+99:99',
  '1'.repeat(1_000),
]
/** The same instant, with its plus sign encoded and not. */
const INSTANTS = ['2026-03-01T10:30:00Z', '2026-03-01T12:30:00%2B02:00', '2026-03-01T12:30:00+02:00']

const cursor = (text: string) => Buffer.from(text).toString('base64url')
const OTHERS: [addresses: string[], values: string[]][] = [
  [
    [
      '/vendors/acme?cursor=VALUE',
      '/search?q=a&cursor=VALUE',
      '/stack?vendors=acme&cursor=VALUE',
      '/api/v1/vendors?cursor=VALUE',
      '/api/v1/search?q=a&cursor=VALUE',
      '/api/v1/vendors/acme/incidents?cursor=VALUE',
    ],
    [
      'garbage',
      '%ED%A0%80',
      cursor('zzzzzzzzzz.1'),
      cursor('-zzzzzzzzzz.1'),
      cursor('1.zzzzzzzzzzzzz'),
      cursor('NaN.1'),
      'a'.repeat(199),
    ],
  ],
  [
    [
      '/vendors/acme?window=VALUE',
      '/vendors/acme?from=VALUE&to=VALUE',
      '/api/v1/vendors/acme?window=VALUE',
      '/admin/runs?from=VALUE&to=VALUE',
      '/admin/audit?from=VALUE&to=VALUE',
      '/admin/audit/entries.csv?from=VALUE&to=VALUE',
    ],
    [
      '0000-01-01',
      '0001-01-01',
      '9999-12-31',
      '2026-02-30',
      '0001',
      '9999',
      '9999-12-31..9999-12-31',
      '%zz',
      '%F0%9F%92%A9',
    ],
  ],
  [
    [
      '/admin/runs?before=VALUE&source=VALUE&vendor=VALUE&state=VALUE',
      '/admin/audit?before=VALUE&actor=VALUE&subject=VALUE',
      '/admin/vendors/new?detection=VALUE',
      '/admin/sources/1/move?detection=VALUE&tolerance=VALUE&notDuplicates=VALUE',
      '/admin/vendors/acme/merge?into=VALUE&primary=VALUE',
      '/admin/sign-in?next=VALUE&note=VALUE',
    ],
    [
      '1_------------------------------------',
      '99999999999999_00000000-0000-0000-0000-000000000000',
      '999999999999999999',
      '99999999999999999999',
      '%ED%A0%80',
      '%F0%9F%92%A9%',
    ],
  ],
  [
    [
      '/at?t=2026-03-01T10:30&zone=VALUE',
      '/compare?vendors=VALUE&target=VALUE',
      '/stack?vendors=VALUE',
      '/stack/report?vendors=VALUE&quarter=VALUE&target=VALUE',
      '/stack/report.json?vendors=acme&quarter=VALUE',
      '/search?q=VALUE',
      '/?category=VALUE&state=VALUE&sort=VALUE&q=VALUE',
      '/api/v1/search?q=VALUE',
      '/api/v1/vendors/acme/incidents?q=VALUE&component=VALUE&limit=VALUE',
    ],
    ['%ED%A0%80', '%zz', '%01', '%27%22%25%5F%5C', '%F0%9F%92%A9', '1e400', '%28%21%26%7C%3A%2A', 'a'.repeat(101)],
  ],
]

let drop: () => Promise<void>
let site: RunningSite
let incident: string

beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(aDocument([anIncident('a')]), { readAt: '2026-04-01T00:00Z', url: 'https://status.acme.example/' })
  const { rows } = await pool().query('select public_id as id from incidents')
  incident = rows[0].id
  site = await startSite({ env: { DATABASE_URL: process.env.DATABASE_URL, TRUST_PROXY: 'on' } })
}, 300_000)
afterAll(async () => {
  await site?.stop()
  await drop()
})

let visitors = 0

/** As an admin's program, each time from another address, so that no limit is met. */
async function request(address: string, value: string): Promise<Reply> {
  const [method = '', path = ''] = address.includes(' ') ? address.split(' ') : ['GET', address]
  visitors += 1
  const headers = {
    authorization: `Bearer ${site.token}`,
    accept: '*/*',
    'x-forwarded-for': `10.${visitors >> 16}.${(visitors >> 8) & 255}.${visitors & 255}`,
    ...(path.startsWith('/admin') && {
      origin: site.url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }),
  }
  const body = path.startsWith('/admin') ? 'form=edit&operation=cancel' : '{}'
  const asking: Asking = method === 'GET' ? { headers } : { method, headers, body }
  return await ask(site.url, path.replaceAll('VALUE', () => value).replace('/ID', `/${incident}`), asking)
}

/** So many renders of one path run at once; on a busy machine, more would be told to come back. */
const AT_ONCE = 2

/** Status and address of what is not answered as it should be. */
async function failures(
  addresses: readonly string[],
  values: readonly string[],
  isRight: (reply: Reply, address: string) => boolean,
): Promise<string[]> {
  const wrong: string[] = []
  for (const address of addresses) {
    const replies: Reply[] = []
    for (let from = 0; from < values.length; from += AT_ONCE)
      replies.push(...(await Promise.all(values.slice(from, from + AT_ONCE).map((value) => request(address, value)))))
    for (const [index, reply] of replies.entries()) {
      if (!isRight(reply, address)) wrong.push(`${reply.status} ${address} with ${values[index]?.slice(0, 60)}`)
    }
  }
  return wrong
}

const isForeseen = ({ status }: Reply) => status < 500

describe('no value in an address is an error of the site’s own', () => {
  it('as an id in a path', async () => {
    // Every second one for every address, the others for the next.
    for (const [index, address] of IDS_IN_PATHS.entries()) {
      const values = IDS.filter((_, place) => (place + index) % 2 === 0)
      expect(await failures([address], values, isForeseen)).toEqual([])
    }
  })

  it('as a cursor, a day, a filter or a text in a query', async () => {
    for (const [addresses, values] of OTHERS) expect(await failures(addresses, values, isForeseen)).toEqual([])
  })

  it('whatever it is', async () => {
    const addresses = [
      ...IDS_IN_PATHS,
      ...INSTANTS_IN_QUERIES.map(([, address]) => address),
      ...OTHERS.flatMap(([several]) => several),
    ]
    const bytes = fc
      .uint8Array({ maxLength: 12 })
      .map((some) => [...some].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map(encodeURIComponent)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...addresses), fc.oneof(bytes, text), async (address, value) => {
        expect((await request(address, value)).status).toBeLessThan(500)
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

describe('an address that cannot be read', () => {
  it('is answered with 400 and what is wrong with it, before anything of the site is asked', async () => {
    const isNamed = ({ status, text }: Reply) => status === 400 && /path contains a percent sign/.test(text)
    expect(await failures(IDS_IN_PATHS, UNENCODED, isNamed)).toEqual([])
  })
})

describe('what is no instant', () => {
  it.each(INSTANTS_IN_QUERIES)('is answered with 400 that names %s: %s', async (name, address) => {
    const isNamed = ({ status, text, headers }: Reply) =>
      status === 400 &&
      (/json/.test(headers['content-type'] ?? '')
        ? JSON.parse(text).field === name
        : new RegExp(`\\b${name}\\b`).test(text))
    expect(await failures([address], NO_INSTANTS, isNamed)).toEqual([])
  })
})

it('an instant is taken with its plus sign encoded and not', async () => {
  for (const [name, address] of INSTANTS_IN_QUERIES) {
    if (name === 'fetchedAt') continue
    expect(await failures([address], INSTANTS, ({ status }) => status < 400)).toEqual([])
  }
})

it('nothing of all this stands in the log as a failure', () => {
  expect(site.output()).not.toContain('a request failed')
})
