import { log } from '#lib/log.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import { startWorkerProcess } from '#tests/support/processes/worker-process.ts'
import type { RunningSite } from '#tests/support/site.ts'
import { megabytesOf } from '../processes.ts'
import { startClock } from './clock.ts'
import { countConnections, listTables, type TableAt } from './look.ts'
import { measurePages, type PageAt, startPages } from './pages.ts'
import { nothingSpent, type Spent, takeStep } from './simulate.ts'
import { HOOK, makeWorld, type YearWorld } from './world.ts'

const MONTHS = [1, 6, 12]
const MONTH_DAYS = 30

/** What there is at the end of a month, and what polls and chores took since the last look. */
export interface Look {
  month: number
  spent: Spent
  /** Of alerts, received since the last look. */
  messages: number
  tables: TableAt[]
  connections: Record<string, number>
  workerMegabytes: number
  pages: PageAt[]
  /** Null where pages are not measured. */
  siteMegabytes: number | null
}

/** Lives through a year in a database of its own, which is dropped, with a worker process, and with a site if pages are measured. */
export async function liveYear(world: YearWorld, hasPages: boolean, say: (line: string) => void): Promise<Look[]> {
  const { url, drop } = await connectTestDatabase()
  Object.assign(process.env, {
    ALERT_ALLOW_CIDRS: '127.0.0.0/8',
    AUTH_SECRET: 'a secret of more than 32 characters for benches',
  })
  const { level } = log
  log.level = 'error'
  const clock = await startClock()
  const env = { ...clock.env, FETCH_ALLOW_CIDRS: '127.0.0.0/8', LOG_LEVEL: 'error' }
  const vendors = await makeWorld(world)
  const worker = startWorkerProcess(url, env)
  let site: RunningSite | null = null
  const looks: Look[] = []
  try {
    const pid = worker.process.pid as number
    if (hasPages) site = await startPages(url, env)
    let spent = nothingSpent()
    let messages = 0
    for (let step = 1; looks.length < MONTHS.length; step++) {
      await takeStep(clock, world, step, pid, spent)
      messages += vendors.requests.filter(({ path }) => path === HOOK).length
      vendors.requests.length = 0
      const month = MONTHS[looks.length]
      if (month === undefined || step * world.stepDays < month * MONTH_DAYS) continue
      const { pages, megabytes } = site === null ? { pages: [], megabytes: null } : await measurePages(site)
      looks.push({
        ...{ month, spent, messages, pages, siteMegabytes: megabytes },
        tables: await listTables(),
        connections: await countConnections(),
        workerMegabytes: await megabytesOf(pid),
      })
      say(`month ${month}, polls by their end: ${JSON.stringify(spent.ends)}`)
      spent = nothingSpent()
      messages = 0
    }
    return looks
  } finally {
    await site?.stop()
    await worker.end('SIGTERM')
    await vendors.close()
    await clock.stop()
    await closeQueue()
    await drop()
    log.level = level
  }
}
