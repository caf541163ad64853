import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WORKER_ENV, WORKER_FLAGS } from '#bin/supervise.ts'

/** A worker in a separate process. */
export interface WorkerProcess {
  process: ChildProcess
  /** Ends it with a signal; returns its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/**
 * Starts a worker on a database, with the schedule off; it may not be ready yet when this returns. EXCHANGE_MS sets how long it
 * waits for a vendor.
 */
export function startWorkerProcess(databaseUrl: string, env: Record<string, string> = {}): WorkerProcess {
  const script = 'EXCHANGE_MS' in env ? ['tests', 'support', 'processes', 'impatient-worker.ts'] : ['bin', 'worker.ts']
  const child = spawn(process.execPath, [...WORKER_FLAGS, join(import.meta.dirname, '..', '..', '..', ...script)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...WORKER_ENV,
      DATABASE_URL: databaseUrl,
      SCHEDULE: 'off',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      ...env,
    },
  })
  return {
    process: child,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill(signal)
        await exit
      }
      return child.signalCode ?? child.exitCode
    },
  }
}

/** Polls until the answer is neither null nor false, up to a deadline. */
export async function eventually<T>(ask: () => Promise<T | null | false>, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`It did not come to that within ${withinMs} ms.`)
    await sleep(50)
  }
}
