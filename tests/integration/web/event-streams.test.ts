import { get } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MAX_STREAMS } from '#app/api/v1/event-stream.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { requestRun } from '#lib/runs/run.ts'
import { aSource, useTestDatabase } from '#tests/support/ingest.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { until } from './served.ts'

let drop: () => Promise<void>
let site: RunningSite
let run: string

beforeAll(async () => {
  drop = await useTestDatabase()
  const source = await aSource({ url: 'https://status.acme.example/' })
  const request = { ...source, mode: 'poll', trigger: 'api', dryRun: false } as const
  // It waits for good: nobody works here.
  run = await inTransaction((tx) => requestRun(tx, request, async () => {}))
  site = await startSite({ env: { DATABASE_URL: process.env.DATABASE_URL } })
}, 300_000)
afterAll(async () => {
  await site?.stop()
  await drop()
})

/** Its status once the head has come, and what closes the connection as a client does that goes away. */
function open(): Promise<{ status: number; leave(): void }> {
  const headers = { authorization: `Bearer ${site.token}` }
  return new Promise((resolve, reject) => {
    const outgoing = get(`${site.url}/api/v1/runs/${run}/events`, { headers, agent: false }, (response) => {
      response.on('error', () => {})
      response.resume()
      resolve({ status: response.statusCode ?? 0, leave: () => outgoing.destroy() })
    })
    outgoing.on('error', reject)
  })
}

/** One after the other, since the site has places for few requests of one path at once. */
async function openMany(count: number) {
  const streams: Awaited<ReturnType<typeof open>>[] = []
  while (streams.length < count) streams.push(await open())
  return streams
}

it('streams of events are bounded, and whoever leaves makes room for another', async () => {
  const streams = await openMany(MAX_STREAMS)
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await open()).status).toBe(503)
  for (const { leave } of streams.slice(1)) leave()
  await until(async () => {
    const next = await openMany(MAX_STREAMS - 1)
    const areOpen = next.every(({ status }) => status === 200)
    for (const { leave } of next) leave()
    return areOpen
  }, 100_000)
  streams[0]?.leave()
})
