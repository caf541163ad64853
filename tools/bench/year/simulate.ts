import { setTimeout as sleep } from 'node:timers/promises'
import { raiseByClock } from '#lib/alerts/events/tick.ts'
import { pool } from '#lib/database/client.ts'
import { keepHouse } from '#lib/worker/daily-maintenance.ts'
import { queueDueSources } from '#lib/worker/scheduler.ts'
import { countServerTime, cpuSecondsOf } from '../processes.ts'
import type { Clock } from './clock.ts'
import { vacuumAsDue } from './look.ts'
import { DAY_MS } from './vendors.ts'
import type { YearWorld } from './world.ts'

const AGAIN_MS = 900_000
const POLLED_WITHIN_MS = 600_000
/** Pruning reads every source, so it is done once a month. */
const PRUNED_EVERY_DAYS = 30

export interface Polls {
  polls: number
  /** Of the worker and of the database, in seconds. */
  workerCpu: number
  serverCpu: number
}

/** What the steps since the last look took. */
export interface Spent {
  /** Polls by how they ended. */
  ends: Record<string, number>
  fresh: Polls
  again: Polls
  /** Milliseconds of each tick of alerts, and of each day's pruning. */
  tickMs: number[]
  pruneMs: number[]
}

export function nothingSpent(): Spent {
  const none = { polls: 0, workerCpu: 0, serverCpu: 0 }
  return { ends: {}, fresh: { ...none }, again: { ...none }, tickMs: [], pruneMs: [] }
}

/**
 * Moves on by one step. At first all sources are polled, later those whose turn it is, and these twice: when there is news, and a
 * quarter of an hour later, when there is none. Then comes what a day brings: a tick of alerts, pruning, and vacuum.
 */
export async function takeStep(clock: Clock, world: YearWorld, step: number, worker: number, spent: Spent) {
  const at = step * world.stepDays * DAY_MS
  await clock.moveTo(at)
  await poll(world, step, worker, spent.fresh)
  if (step > 1) {
    await clock.moveTo(at + AGAIN_MS)
    await poll(world, step, worker, spent.again)
  }
  const { rows } = await pool().query<{ state: string; count: number }>(
    "select state::text, count(*)::int from runs where created_at > now() - interval '1 hour' group by 1",
  )
  for (const { state, count } of rows) spent.ends[state] = (spent.ends[state] ?? 0) + count
  spent.tickMs.push(await timeOf(() => raiseByClock(new Date(), { since: new Date(0) })))
  if ((step * world.stepDays) % PRUNED_EVERY_DAYS === 0) spent.pruneMs.push(await timeOf(() => keepHouse(new Date())))
  await vacuumAsDue()
}

async function poll({ groups }: YearWorld, step: number, worker: number, spent: Polls): Promise<void> {
  await pool().query("update sources set next_due_at = 'infinity' where next_due_at < 'infinity'")
  const { rowCount: due } = await pool().query(
    'update sources set next_due_at = now() where $1 = 1 or id % $2 = $1 % $2',
    [step, groups],
  )
  const [serverTime, cpu] = [await countServerTime(), await cpuSecondsOf(worker)]
  for (const deadline = performance.now() + POLLED_WITHIN_MS; ; ) {
    while ((await queueDueSources()) > 0);
    const { rowCount: left } = await pool().query(
      `select from runs where state in ('queued', 'running') union all select from sources where next_due_at <= now() limit 1`,
    )
    if (left === 0) break
    if (performance.now() > deadline) throw new Error(`Not all polls of step ${step} ended.`)
    await sleep(20)
  }
  // The first loads everything and stores ten times as much.
  if (step === 1) return
  spent.polls += due ?? 0
  spent.workerCpu += (await cpuSecondsOf(worker)) - cpu
  spent.serverCpu += await serverTime()
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
