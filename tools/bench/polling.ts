import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { tableLines, writeMarked } from './markdown.ts'
import { INTERVAL_SECONDS, pollCatalogue, type Round, SOURCES } from './poll-catalogue.ts'
import type { Chores } from './polling/chores.ts'
import { measureChoresApart } from './polling/chores-apart.ts'

const SIZES = { small: [1_000], middle: [1_000, 10_000], large: [1_000, 10_000, 100_000] }
/** As in lib/worker: sources that one scheduler queues a second, runs at once, and seconds between two ticks of alerts. */
const SCHEDULED_A_SECOND = 20
const CONCURRENCY = 16
const TICK_SECONDS = 5
/** A vendor's answer takes as long on the way. */
const ANSWER_SECONDS = 0.3
/** The share of a core that a worker should take at most. */
const BUSY = 0.7

/**
 * A simulation of many sources polled every five minutes, from the cost of a poll that finds nothing new, and from that of the work
 * that reads all sources, measured in databases that have so many. The table goes into docs/scale.md.
 */
export const pollingBench: Bench = {
  name: 'polling',
  async run(say, { size }) {
    const rounds = await pollCatalogue(say)
    const round = rounds.at(-1)
    if (round === undefined) throw new Error('Nothing was polled.')
    const columns: Needs[] = []
    for (const sources of SIZES[size]) {
      say(`${sources.toLocaleString('en')} sources`)
      columns.push(needsOf(round, await measureChoresApart(sources)))
    }
    const table = tableOf(columns)
    if (size === 'large') await writeMarked(join(import.meta.dirname, '..', '..', 'docs', 'scale.md'), 'polling', table)
    else say(`\n${table}`)
    return { measurements: [], ratios: [] }
  },
}

interface Needs extends Chores {
  polls: number
  requests: number
  workerCores: number
  pollServerCores: number
  choreServerCores: number
  transactions: number
  rowsWritten: number
  workers: number
  connections: number
}

function needsOf(round: Round, chores: Chores): Needs {
  const polls = chores.sources / INTERVAL_SECONDS
  const perPoll = (value: number) => (value / SOURCES) * polls
  const workerCores = perPoll(round.cpuSeconds)
  const pollSeconds = (round.requests / SOURCES) * ANSWER_SECONDS + round.cpuSeconds / SOURCES
  const workers = Math.ceil(
    Math.max(polls / SCHEDULED_A_SECOND, (polls * pollSeconds) / CONCURRENCY, workerCores / BUSY, 1),
  )
  return {
    ...chores,
    ...{ polls, workerCores, workers },
    requests: perPoll(round.requests),
    pollServerCores: perPoll(round.serverCpuSeconds),
    choreServerCores:
      (workers * chores.scheduleMs) / 1000 +
      // Of all workers, one looks.
      chores.tickMs / 1000 / TICK_SECONDS +
      (chores.sources * chores.pruneMs) / 1000 / 86_400,
    transactions: perPoll(round.transactions),
    rowsWritten: perPoll(round.rowsWritten),
    connections: workers * round.connections,
  }
}

function tableOf(columns: Needs[]): string {
  const row = (what: string, value: (needs: Needs) => number, digits = 1) => [
    what,
    ...columns.map((needs) => value(needs).toLocaleString('en', { maximumFractionDigits: digits })),
  ]
  return tableLines(
    row('sources, polled every five minutes', ({ sources }) => sources, 0),
    [
      row('polls a second', ({ polls }) => polls),
      row('requests to vendors a second', ({ requests }) => requests),
      row('cores of the workers', ({ workerCores }) => workerCores, 2),
      row('workers', ({ workers }) => workers, 0),
      row('cores of the database for polls', ({ pollServerCores }) => pollServerCores, 2),
      row('cores of the database for work that reads all sources', ({ choreServerCores }) => choreServerCores, 2),
      row('of it: a look of one scheduler, ms', ({ scheduleMs }) => scheduleMs),
      row('of it: a tick of the dispatchers, ms', ({ tickMs }) => tickMs),
      row('of it: a day of pruning, minutes', ({ sources, pruneMs }) => (sources * pruneMs) / 60_000),
      row('transactions a second', ({ transactions }) => transactions, 0),
      row('rows written a second', ({ rowsWritten }) => rowsWritten, 0),
      row('connections to the database', ({ connections }) => connections, 0),
    ],
  )
}
