import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openClient } from '#lib/database/connection.ts'
import { type RunningSite, startSite, warmUp } from '#tests/support/site.ts'

let site: RunningSite
let locker: pg.Client

beforeAll(async () => {
  site = await startSite()
  locker = await openClient({ connectionString: site.databaseUrl })
}, 300_000)
afterAll(async () => {
  await locker.end()
  await site.stop()
})

async function read(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(site.url + path, { headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

async function readMetrics(): Promise<string> {
  return (await read('/metrics', { authorization: `Bearer ${site.token}` })).text
}

it('a table that somebody holds fails the answers that want it, and no others', async () => {
  // What draws the page is there; else a busy machine could give up on that before it gives up on the table.
  await warmUp(site.url, ['/vendors/nobody', '/api/v1/vendors/nobody', '/vendors/nobody/incidents.csv', '/search'])
  // What a site draws before it hears of changes is not reused.
  const countRenders = async () => /^outage_history_renders_total (\d+)$/m.exec(await readMetrics())?.[1]
  await expect
    .poll(async () => {
      const before = await countRenders()
      for (const path of ['/', '/search']) expect((await read(path)).status).toBe(200)
      return (await countRenders()) === before
    })
    .toBe(true)
  await locker.query('begin; lock table vendors in access exclusive mode')
  const [page, api, csv] = await Promise.all(
    ['/vendors/acme', '/api/v1/vendors', '/vendors/acme/incidents.csv'].map((path) => read(path)),
  )
  for (const answer of [page, api, csv]) {
    expect(answer?.status).toBe(503)
    expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(page?.text).toContain('<h1>The site is busy</h1>')
  expect(JSON.parse(api?.text ?? '')).toMatchObject({ status: 503, code: 'busy' })
  expect(JSON.parse(csv?.text ?? '')).toMatchObject({ status: 503, code: 'busy' })
  for (const path of ['/', '/search']) {
    const other = await read(path)
    expect([other.status, other.headers.get('warning')]).toEqual([200, null])
  }
  const metrics = await readMetrics()
  for (const line of ['requests_total{how="busy"} 3', 'requests_total{how="failed"} 0', 'database_away 0']) {
    expect(metrics).toContain(`outage_history_${line}\n`)
  }
  await locker.query('rollback')
  expect((await read('/vendors/acme')).status).toBe(404)
})
