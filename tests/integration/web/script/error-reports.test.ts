import { afterEach, expect, it, vi } from 'vitest'
import { log } from '#lib/log.ts'
import { createErrorReports } from '#lib/web/script/error-reports.ts'
import { type Served, serve } from '../served.ts'

const REPORT = { page: '/vendors/acme', message: 'x is not a function', stack: 'at site.js:1' }
let site: Served
let minutes = 0

async function start(): Promise<void> {
  const reports = createErrorReports(() => minutes * 60_000)
  site = await serve({ pages: {}, ownRoutes: { 'POST /script-errors': reports } })
}

afterEach(async () => {
  vi.restoreAllMocks()
  await site.close()
})

const report = (body: string, headers = {}) => site.send('/script-errors', { method: 'POST', body, headers })

it('a report is written to the log, and nothing else of the request', async () => {
  await start()
  const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined)
  expect((await report(JSON.stringify({ ...REPORT, more: 'x' }))).status).toBe(204)
  expect(warn).toHaveBeenCalledExactlyOnceWith(REPORT, expect.any(String))
  expect(site.asked).toEqual([])
})

it.each([
  ['no JSON', 'message=x'],
  ['JSON without a message', '{"page":"/"}'],
  ['too long a report', JSON.stringify({ ...REPORT, stack: 'x'.repeat(4_000) })],
])('%s is refused and not logged', async (_what, body) => {
  await start()
  const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined)
  expect((await report(body)).status).toBe(400)
  expect(warn).not.toHaveBeenCalled()
})

it('another site’s pages report nothing', async () => {
  await start()
  expect((await report(JSON.stringify(REPORT), { 'sec-fetch-site': 'cross-site' })).status).toBe(400)
  expect((await report(JSON.stringify(REPORT), { 'sec-fetch-site': 'same-origin' })).status).toBe(204)
})

it('of many reports a few are logged each minute', async () => {
  await start()
  const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined)
  const statuses = []
  for (let n = 0; n < 25; n += 1) statuses.push((await report(JSON.stringify(REPORT))).status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  expect(warn).toHaveBeenCalledTimes(20)
  minutes += 1
  expect((await report(JSON.stringify(REPORT))).status).toBe(204)
})

it('is read by nobody', async () => {
  await start()
  expect((await site.get('/script-errors')).status).toBe(404)
})
