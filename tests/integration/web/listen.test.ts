import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CHANGE_CHANNEL, changePayload } from '#lib/database/change.ts'
import type { Listener } from '#lib/database/listen.ts'
import { listenForChanges } from '#lib/web/listen.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { until } from './served.ts'

let database: TestDatabase
let client: pg.Client
let line: Line
let listener: Listener
let received: (string | null)[]

beforeEach(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  line = await openLine(database.url)
  received = []
  listener = listenForChanges({
    databaseUrl: line.url,
    onChange: (vendor) => received.push(vendor),
    onConnected: () => received.push('connected'),
    onLost: () => received.push('lost'),
  })
  await until(() => received.includes('connected'))
  received = []
})

afterEach(async () => {
  await listener.stop()
  line.close()
  await client.end()
  await database.drop()
})

async function notify(payload: string): Promise<void> {
  await client.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, payload])
}

describe('the listener', () => {
  it('tells of a change with its vendor, once it is committed', async () => {
    await client.query('BEGIN')
    await notify(changePayload('courier'))
    await client.query('SELECT pg_sleep(0.1)')
    expect(received).toEqual([])
    await client.query('COMMIT')
    await until(() => received.length > 0)
    expect(received).toEqual(['courier'])
  })

  it('tells of a change of anything', async () => {
    await notify(changePayload(null))
    await notify('what?')
    await until(() => received.length === 2)
    expect(received).toEqual([null, null])
  })

  it('connects again when its connection is cut, says so, and does not take that for a database that is away', async () => {
    line.cut()
    await until(() => received.length === 2)
    expect(received).toEqual(['lost', 'connected'])
    expect(listener.isAway()).toBe(false)
    await notify(changePayload('courier'))
    await until(() => received.includes('courier'))
  })

  it('does so when the server ends it', async () => {
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'outage-history listener' AND datname = current_database()",
    )
    await until(() => received.length === 2)
    expect(received).toEqual(['lost', 'connected'])
  })

  it('knows that the database is away when it cannot come back, and goes on trying', async () => {
    line.refuse()
    await until(() => listener.isAway())
    expect(received).toEqual(['lost'])
    line.accept()
    await until(() => received.includes('connected'))
    expect(listener.isAway()).toBe(false)
    await notify(changePayload('courier'))
    await until(() => received.includes('courier'))
  })

  it('stops at once, also while it waits to try again', async () => {
    line.refuse()
    // It waits 50 ms after the first, twice as long after each, two seconds (give or take a fifth) after this one.
    await until(() => line.refused() === 7)
    const started = performance.now()
    await listener.stop()
    expect(performance.now() - started).toBeLessThan(1_500)
  })
})

interface Line {
  url: string
  /** Ends what is connected. */
  cut(): void
  /** As if nobody listened any more. */
  refuse(): void
  /** How often since it began to. */
  refused(): number
  accept(): void
  close(): void
}

/** A wire to the database that a test can cut. */
async function openLine(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let isRefusing = false
  let refused = 0
  const server: Server = createServer((near) => {
    if (isRefusing) {
      refused += 1
      return void near.destroy()
    }
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: url.href,
    cut,
    refuse() {
      isRefusing = true
      refused = 0
      cut()
    },
    refused: () => refused,
    accept() {
      isRefusing = false
    },
    close() {
      cut()
      server.close()
    },
  }
}
