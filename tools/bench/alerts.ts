import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRule } from '#lib/admin/alerts/rules.ts'
import { startDeliveries } from '#lib/alerts/deliveries/start-deliveries.ts'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { startDispatcher } from '#lib/alerts/rules/dispatcher.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { aTarget, someIncidents } from '#tests/support/alerts/deliveries.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import type { Bench, Report } from './bench.ts'

const RULES = 100
const TARGETS = 20
const ROUNDS = 60
const EVENTS = 10_000
/** Of a minute, half a core. */
const GOAL_CPU_MS = 30_000
const GOAL_MS = 1_000

/**
 * The time from the commit of an event to its receipt, with 100 rules and 20 targets; and the processor time of one worker for
 * 10,000 events, each matched with 100 rules, sent to one target, and never gathered in a digest. The receiver is another process
 * on this machine.
 */
export const alertsBench: Bench = {
  name: 'alerts',
  async run(say) {
    const { url, drop } = await connectTestDatabase()
    process.env.ALERT_ALLOW_CIDRS = '127.0.0.0/8'
    process.env.AUTH_SECRET = 'a secret of more than 32 characters for benches'
    const receiver = await startReceiver()
    const dispatcher = startDispatcher(url)
    const deliveries = startDeliveries(url)
    try {
      const incidents = await someIncidents(200)
      const targets: number[] = []
      for (let count = 0; count < TARGETS; count++) targets.push(await aTarget({ url: receiver.url }))
      await pool().query('update alert_targets set digest_over = null')
      for (let rule = 0; rule < RULES; rule++)
        await createRule({ name: `Rule ${rule}`, events: ['reopened'], targets: [targets[rule % TARGETS]] }, 'bench')
      const latency = await measureLatency(receiver, incidents)
      say(`${EVENTS} events`)
      await pool().query("update alert_rules set events = '{withdrawn}' where name <> 'Rule 0'")
      const load = await measureLoad(receiver, incidents)
      return toReport(latency, load)
    } finally {
      await dispatcher.stop()
      await deliveries.stop()
      receiver.process.kill()
      await drop()
    }
  },
}

interface BenchReceiver {
  url: string
  process: ChildProcess
  /** When each message arrived, in milliseconds since 1970. */
  arrivals: Map<string, number>
}

async function startReceiver(): Promise<BenchReceiver> {
  const child = fork(join(import.meta.dirname, '..', '..', 'tests', 'support', 'processes', 'receiver.ts'))
  const [port] = await once(child, 'message')
  const arrivals = new Map<string, number>()
  child.on('message', (message) => {
    const [id, at] = message as [string, number]
    arrivals.set(id, at)
  })
  return { url: `http://127.0.0.1:${port}/`, process: child, arrivals }
}

/** Commits an event for each of these incidents, as an ingest does. */
async function raise(incidents: readonly bigint[]): Promise<void> {
  const { rows } = await pool().query<{ id: number }>('select id from vendors')
  const about = { vendorId: rows[0]?.id ?? 0, sourceId: null, kind: 'reopened', detail: {} } as const
  const events = incidents.map((incidentId) => ({ ...about, incidentId, happenedAt: new Date() }))
  await inTransaction((tx) => raiseEvents(tx, events))
}

const incidentAt = (incidents: readonly bigint[], index: number) => incidents[index % incidents.length] ?? 0n

/** Milliseconds from the commit to each receipt, sorted. */
async function measureLatency({ arrivals }: BenchReceiver, incidents: bigint[]): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    arrivals.clear()
    await raise([incidentAt(incidents, round)])
    const committedAt = performance.timeOrigin + performance.now()
    while (arrivals.size < TARGETS) await sleep(5)
    for (const at of arrivals.values()) times.push(at - committedAt)
  }
  return times.sort((a, b) => a - b)
}

async function measureLoad(
  { arrivals }: BenchReceiver,
  incidents: bigint[],
): Promise<{ cpuMs: number; seconds: number }> {
  arrivals.clear()
  const began = performance.now()
  const before = process.cpuUsage()
  for (let at = 0; at < EVENTS; at += 500)
    await raise(Array.from({ length: 500 }, (_, index) => incidentAt(incidents, at + index)))
  while (arrivals.size < EVENTS) await sleep(50)
  const { user, system } = process.cpuUsage(before)
  return { cpuMs: (user + system) / 1000, seconds: (performance.now() - began) / 1000 }
}

function toReport(latency: number[], { cpuMs, seconds }: { cpuMs: number; seconds: number }): Report {
  const p95 = latency[Math.floor(latency.length * 0.95)] ?? Number.NaN
  return {
    measurements: [
      {
        what: `receipt after the commit, p95, ${RULES} rules, ${TARGETS} targets`,
        milliseconds: p95,
        note: `median ${Math.round(latency[Math.floor(latency.length / 2)] ?? 0)} ms`,
      },
      { what: 'events through one worker, digests off', perSecond: EVENTS / seconds, unit: 'events' },
      { what: `processor time of the worker for ${EVENTS.toLocaleString('en')} events`, milliseconds: cpuMs },
    ],
    ratios: [
      { what: 'a second / receipt after the commit, p95', value: GOAL_MS / p95, goal: 1 },
      { what: 'half a core for a minute / processor time of 10,000 events', value: GOAL_CPU_MS / cpuMs, goal: 1 },
    ],
  }
}
