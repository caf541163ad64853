import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { aTarget, queue, raise, SOON, someIncidents } from '#tests/support/alerts/deliveries.ts'
import { type Reaction, type Receiver, startReceiver } from '#tests/support/alerts/receiver.ts'
import { isFull } from '#tests/support/full.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const EVENTS = 2_000
const LANES = 100
const KILLS = isFull ? 50 : 5

let receiver: Receiver
let sender: ChildProcess | null = null

beforeAll(async () => {
  process.env.ALERT_ALLOW_CIDRS = '127.0.0.0/8'
  process.env.AUTH_SECRET = 'a secret of more than 32 characters for tests'
  receiver = await startReceiver()
})

afterAll(async () => {
  sender?.kill('SIGKILL')
  await receiver.close()
})

function startSender(): void {
  const path = join(import.meta.dirname, '..', '..', 'support', 'processes', 'sender.ts')
  sender = spawn(process.execPath, [path], { stdio: 'ignore', env: { ...process.env, LOG_LEVEL: 'silent' } })
}

async function killSender(): Promise<void> {
  const killed = sender
  if (killed === null) return
  const gone = once(killed, 'exit')
  killed.kill('SIGKILL')
  await gone
}

/** Each message is at first, by its number, taken slowly, refused, cut off, never answered, or answered twice; then taken. */
const misbehaving = (): Reaction => {
  const seen = new Map<string, number>()
  return async ({ headers }) => {
    const id = String(headers['webhook-id'])
    const times = (seen.get(id) ?? 0) + 1
    seen.set(id, times)
    if (times > 1) return {}
    switch (seen.size % 40) {
      case 0:
        return { status: 503 }
      case 10:
        return 'cut'
      case 20:
        return seen.size % 400 === 20 ? 'hang' : {}
      case 30:
        return 'twice'
      default:
        if (seen.size % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 30))
        return {}
    }
  }
}

describe(`${EVENTS} events, while the process that sends them is killed ${KILLS} times`, () => {
  it('all arrive at least once, each under one id, and in order for each incident', async () => {
    receiver.react(misbehaving())
    const id = await aTarget({ url: receiver.url })
    await pool().query('update alert_targets set digest_over = null where id = $1', [id])
    const incidents = await someIncidents(LANES)
    await queue(await raise(Array.from({ length: EVENTS }, (_, index) => incidents[index % LANES] ?? null)), [id])
    // What is to be tried again in five or thirty seconds is due now.
    const hurry = () =>
      pool().query("update alert_deliveries set due_at = now() where state = 'waiting' and due_at > now()")

    startSender()
    for (let kill = 1; kill <= KILLS; kill++) {
      const wanted = Math.floor((kill * EVENTS * 0.8) / KILLS) + Math.floor(Math.random() * 60)
      await vi.waitFor(
        async () => {
          await hurry()
          expect(receiver.requests.length).toBeGreaterThan(wanted)
        },
        { ...SOON, interval: 120 },
      )
      await killSender()
      startSender()
    }
    await vi.waitFor(
      async () => {
        await hurry()
        const { rows } = await pool().query("select count(*)::int from alert_deliveries where state = 'waiting'")
        expect(rows[0].count).toBe(0)
      },
      { ...SOON, interval: 120 },
    )

    const { rows } = await pool().query(
      `select d.message_id as id, d.lane, d.state::text from alert_deliveries d order by d.id`,
    )
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['delivered']))
    const arrivals = receiver.requests.map(({ headers }) => String(headers['webhook-id']))
    const known = new Set(rows.map((row) => row.id))
    expect(new Set(arrivals)).toEqual(known)
    expect(known.size).toBe(EVENTS)
    for (const lane of new Set(rows.map((row) => row.lane))) {
      const own = rows.filter((row) => row.lane === lane).map((row) => row.id)
      const first = [...new Set(arrivals.filter((arrival) => own.includes(arrival)))]
      expect(first).toEqual(own)
      // No repeat of an earlier one comes after a later one.
      const places = arrivals.filter((arrival) => own.includes(arrival)).map((arrival) => own.indexOf(arrival))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  }, 240_000)
})
