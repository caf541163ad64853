import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { answerWithDownload } from '#lib/web/download/answer-with-download.ts'
import { type FakePage, gate, type Served, type ServeOptions, serve, until } from './served.ts'

const CALENDAR = '/vendors/courier/calendar.ics'
const OTHER = '/vendors/bolt/calendar.ics'
const PIECES = 200
const CONTENT = Array.from({ length: PIECES }, (_, index) => pieceOf(index)).join('')

let site: Served
afterEach(async () => {
  await site.downloads.stop()
  await site.close()
})

function pieceOf(index: number): string {
  return `BEGIN:VEVENT number ${index} `.padEnd(1_000, String(index % 10))
}

interface Making {
  rows?: number
  /** Called before each piece. */
  before?(index: number, making: number): void | Promise<void>
}

/** A route that answers with a download; `makings` counts how often it has been made. */
function download({ rows = 10_000, before }: Making = {}): FakePage & { makings: number } {
  const route = (async (_request, response) => {
    const answer = answerWithDownload({
      rows,
      type: 'text/calendar; charset=utf-8',
      async write(take) {
        const making = ++route.makings
        for (let index = 0; index < PIECES; index += 1) {
          await before?.(index, making)
          await take(pieceOf(index))
        }
      },
    })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end()
  }) as FakePage & { makings: number }
  route.makings = 0
  return route
}

async function start(options: ServeOptions) {
  site = await serve(options)
}

describe('a large download', () => {
  it('is made once for all who ask at once, and comes from the disk afterwards', async () => {
    const route = download()
    await start({ pages: { [CALENDAR]: route } })
    const replies = await Promise.all(Array.from({ length: 12 }, () => site.get(CALENDAR)))
    for (const { status, text } of replies) expect([status, text === CONTENT]).toEqual([200, true])
    expect((await site.get(CALENDAR)).text).toBe(CONTENT)
    expect(route.makings).toBe(1)
    expect(site.pages.stats()).toMatchObject({ downloads: 1, bytes: 0 })
    expect(site.counts.fromMemory).toBe(1)
  })

  it('has length, date and an ETag for each of its encodings, and is 304 to who has it', async () => {
    await start({ pages: { [CALENDAR]: download() } })
    const [gzip, identity, onlyBr] = await Promise.all(
      ['gzip, deflate, br', 'identity', 'br'].map((accept) => site.get(CALENDAR, { 'accept-encoding': accept })),
    )
    expect(gzip?.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(gzip?.bytes.length),
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'public, max-age=60, s-maxage=60, stale-while-revalidate=60',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    })
    expect(gzip?.text).toBe(CONTENT)
    for (const plain of [identity, onlyBr]) {
      expect(plain?.text).toBe(CONTENT)
      expect(plain?.headers['content-encoding']).toBeUndefined()
      expect(plain?.headers['content-length']).toBe(String(CONTENT.length))
    }
    expect(gzip?.headers.etag).not.toBe(identity?.headers.etag)
    const { etag, 'last-modified': date } = gzip?.headers ?? {}
    const known = await site.get(CALENDAR, { 'accept-encoding': 'gzip', 'if-none-match': etag })
    expect([known.status, known.bytes.length, known.headers.etag]).toEqual([304, 0, etag])
    expect((await site.get(CALENDAR, { 'if-modified-since': date })).status).toBe(304)
  })

  it('keeps its ETag and its date when it is made again and is the same', async () => {
    const route = download()
    await start({ pages: { [CALENDAR]: route } })
    const { etag, 'last-modified': date } = (await site.get(CALENDAR)).headers
    site.pass(700_000)
    const again = await site.get(CALENDAR, { 'if-none-match': etag })
    expect([again.status, route.makings]).toEqual([304, 2])
    expect((await site.get(CALENDAR)).headers).toMatchObject({ etag, 'last-modified': date })
  })

  it('is only its head for HEAD', async () => {
    await start({ pages: { [CALENDAR]: download() } })
    const head = await site.send(CALENDAR, { method: 'HEAD' })
    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, String(CONTENT.length)])
    const { etag } = (await site.get(CALENDAR)).headers
    expect(head.headers.etag).toBe(etag)
  })

  it('is made anew after a change of its vendor, which one under way does not survive either', async () => {
    const half = gate()
    const route = download({ before: (index, making) => (making === 2 && index === 100 ? half.isOpen : undefined) })
    await start({ pages: { [CALENDAR]: route } })
    await site.get(CALENDAR)
    site.pages.drop('courier')
    const under = site.get(CALENDAR)
    await until(() => route.makings === 2)
    site.pages.drop('courier')
    const next = site.get(CALENDAR)
    half.open()
    expect([(await under).text === CONTENT, (await next).text === CONTENT, route.makings]).toEqual([true, true, 3])
    expect(site.pages.stats().downloads).toBe(1)
    await until(() => site.spool.bytes() < 100_000)
  })

  it('is the same for who is signed in, and is not made for him alone', async () => {
    const route = download()
    await start({ pages: { [CALENDAR]: route } })
    const replies = await Promise.all([
      site.get(CALENDAR),
      site.get(CALENDAR, { cookie: 'outage-history.session_token=abc.def' }),
    ])
    expect(replies.map(({ text }) => text === CONTENT)).toEqual([true, true])
    expect(route.makings).toBe(1)
  })

  it('cannot be had past those who share it', async () => {
    const route = download()
    await start({ pages: { '/vendors/%63ourier/calendar.ics': route } })
    const { status, text } = await site.get('/vendors/%63ourier/calendar.ics')
    expect([status, JSON.parse(text).code, route.makings]).toEqual([400, 'invalid_input', 0])
  })
})

it('a small download is made at once and kept in memory, like a page', async () => {
  const stuck = gate()
  const small = download({ rows: 500 })
  await start({ pages: { [CALENDAR]: small, [OTHER]: download({ before: () => stuck.isOpen }) } })
  const large = site.get(OTHER)
  const { headers, text } = await site.get(CALENDAR, { 'accept-encoding': 'br' })
  expect([headers['content-encoding'], text === CONTENT]).toEqual(['br', true])
  stuck.open()
  await large
})

it('a download leaves the thread to others every few milliseconds of its work', async () => {
  let longestSliceMs = 0
  let sliceStartedAt = threadMs()
  const turnOfLoop = setInterval(() => {
    sliceStartedAt = threadMs()
  }, 1)
  const route = download({
    before: (index) => {
      if (index >= 60) return
      for (const until = threadMs() + 1; threadMs() < until; );
      longestSliceMs = Math.max(longestSliceMs, threadMs() - sliceStartedAt)
    },
  })
  await start({ pages: { [CALENDAR]: route } })
  expect((await site.get(CALENDAR)).text).toBe(CONTENT)
  clearInterval(turnOfLoop)
  // Sixty times what the system counts at least; thirty of them without a pause until there is enough to compress.
  expect(longestSliceMs).toBeLessThan(40)
})

describe('who leaves', () => {
  it('takes nothing from the others, and leaves nothing behind', async () => {
    const half = gate()
    const route = download({ before: (index) => (index === 100 ? half.isOpen : undefined) })
    await start({ pages: { [CALENDAR]: route }, wholeWithinMs: 1 })
    const first = await begin(CALENDAR)
    const second = site.get(CALENDAR)
    first.destroy()
    half.open()
    expect((await second).text).toBe(CONTENT)
    expect(route.makings).toBe(1)
    site.pages.drop('courier')
    expect((await site.get(CALENDAR)).text).toBe(CONTENT)
    await until(() => site.spool.bytes() < 100_000)
  })

  it('or reads slowly keeps nobody from the next download', async () => {
    await start({ pages: { [CALENDAR]: download(), [OTHER]: download() } })
    const slow = await begin(CALENDAR)
    expect((await site.get(OTHER)).text).toBe(CONTENT)
    slow.destroy()
  })
})

describe('a download that takes long', () => {
  it('is sent as far as it goes, and all of it in the end', async () => {
    const half = gate()
    await start({
      pages: { [CALENDAR]: download({ before: (index) => (index === 150 ? half.isOpen : undefined) }) },
      wholeWithinMs: 1,
    })
    const reply = site.get(CALENDAR, { 'accept-encoding': 'gzip' })
    await until(() => site.spool.bytes() > 0)
    half.open()
    const { headers, text } = await reply
    expect([headers['transfer-encoding'], headers.etag, text === CONTENT]).toEqual(['chunked', undefined, true])
    expect((await site.get(CALENDAR)).headers.etag).toBeDefined()
  })

  it.each(['gzip', 'identity'])(
    'and fails half-way is cut off, and not shared with the next one: %s',
    async (accept) => {
      const half = gate()
      const route = download({
        before: async (index, making) => {
          if (making === 1 && index === 150) await half.isOpen
          if (making === 1 && index === 199) throw new Error('The list could not be read.')
        },
      })
      await start({ pages: { [CALENDAR]: route }, wholeWithinMs: 1 })
      const reply = site.get(CALENDAR, { 'accept-encoding': accept })
      const cut = expect(reply).rejects.toThrow('aborted')
      await until(() => site.spool.bytes() > 0)
      half.open()
      await cut
      expect((await site.get(CALENDAR)).text).toBe(CONTENT)
    },
  )
})

it('a download that fails before anything of it was sent is an error, and the next one is made anew', async () => {
  const route = download({
    before: (index, making) => {
      if (making === 1 && index === 150) throw new Error('The list could not be read.')
    },
  })
  await start({ pages: { [CALENDAR]: route } })
  const replies = await Promise.all([site.get(CALENDAR), site.get(CALENDAR)])
  expect(replies.map(({ status, text }) => [status, JSON.parse(text).code])).toEqual([
    [500, 'internal_error'],
    [500, 'internal_error'],
  ])
  expect((await site.get(CALENDAR)).text).toBe(CONTENT)
  await until(() => site.spool.bytes() < 100_000)
})

describe('the budget', () => {
  it('is one at a time; sixteen may wait, and whoever comes then is told when to come again', async () => {
    const first = gate()
    let atOnce = 0
    let mostAtOnce = 0
    const routes = Array.from({ length: 18 }, (_, number) => `/vendors/v${number}/calendar.ics`)
    const route = download({
      before: async (index) => {
        if (index === 0) mostAtOnce = Math.max(mostAtOnce, ++atOnce)
        if (index === 1) await first.isOpen
        if (index === PIECES - 1) atOnce -= 1
      },
    })
    await start({ pages: Object.fromEntries(routes.map((path) => [path, route])) })
    const replies = routes.map((path) => site.get(path))
    const refused = await Promise.race(replies)
    expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.text).code]).toEqual([503, '5', 'busy'])
    first.open()
    const statuses = (await Promise.all(replies)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(17)
    expect(mostAtOnce).toBe(1)
    // Nothing of this is the database's fault: what is asked next is not held back.
    expect((await site.get(routes[0] ?? '')).status).toBe(200)
  })

  it('of a visitor is counted by rows, and only by those that are made for him', async () => {
    await start({ pages: { [CALENDAR]: download({ rows: 45_000 }), [OTHER]: download({ rows: 45_000 }) }, bucket: 500 })
    expect((await site.get(CALENDAR)).status).toBe(200)
    const refused = await site.get(OTHER)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5'])
    expect((await site.get(CALENDAR)).status).toBe(200)
    site.pass(10_000)
    expect((await site.get(OTHER)).status).toBe(200)
  })

  it('of the disk is kept to: what was asked for longest ago goes, and what does not fit is refused', async () => {
    const fill = Object.fromEntries(['a', 'b', 'c'].map((name) => [`/vendors/${name}/calendar.ics`, download()]))
    await start({ pages: fill, maxBytes: { downloads: 30_000 } })
    for (const path of Object.keys(fill)) expect((await site.get(path)).text).toBe(CONTENT)
    await until(() => site.spool.bytes() <= 30_000)
    expect(site.pages.stats().downloads).toBeGreaterThan(0)
    await site.downloads.stop()
    await until(() => site.spool.bytes() === 0)
    await site.close()
    await start({ pages: { [CALENDAR]: download() }, spoolBytes: 1_000 })
    const refused = await site.get(CALENDAR)
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5'])
    await until(() => site.spool.bytes() === 0)
  })
})

it('ends when the site does, and is not taken for whole', async () => {
  const stuck = gate()
  await start({
    pages: { [CALENDAR]: download({ before: (index) => (index === 150 ? stuck.isOpen : undefined) }) },
    wholeWithinMs: 1,
  })
  const reply = site.get(CALENDAR)
  const cut = expect(reply).rejects.toThrow('aborted')
  await until(() => site.spool.bytes() > 0)
  const stopped = site.downloads.stop()
  stuck.open()
  await Promise.all([stopped, cut])
})

/** What this thread has used of a processor. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Asks, and reads nothing of what comes. */
function begin(path: string): Promise<{ destroy(): void }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(site.origin + path, { agent: false }, (response) => {
      response.pause()
      response.on('error', () => {})
      resolve({ destroy: () => outgoing.destroy() })
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
