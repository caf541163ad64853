import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#lib/log.ts'

const FIRST_PAUSE_MS = 1_000
const MAX_PAUSE_MS = 30_000
/** One that lived this long was well: its next death starts over with a short pause. */
const WELL_AFTER_MS = 60_000
const STOP_WITHIN_MS = 12_000

export interface SupervisedProcess {
  /** Asks it to stop, and ends it if it does not. */
  stop(): Promise<void>
}

/**
 * Keeps a script running as a process of its own, started again after a growing pause whenever it ends. The child has an
 * IPC channel whose end tells it that this process is gone.
 */
export function supervise(name: string, script: string, env: Record<string, string>): SupervisedProcess {
  const stopping = new AbortController()
  let child: ChildProcess | undefined
  const done = keepRunning()

  async function keepRunning(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; ) {
      const startedAt = Date.now()
      const exit = await runOnce()
      if (stopping.signal.aborted) return
      if (Date.now() - startedAt > WELL_AFTER_MS) pause = FIRST_PAUSE_MS
      log.error({ exit, pauseMs: pause }, `the ${name} ended; starting it again`)
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {})
      pause = Math.min(pause * 2, MAX_PAUSE_MS)
    }
  }

  function runOnce(): Promise<string> {
    child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    })
    return new Promise((resolve) => {
      child?.once('error', (error) => resolve(error.message))
      child?.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    })
  }

  return {
    async stop() {
      stopping.abort()
      child?.kill('SIGTERM')
      const kill = setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS)
      await done
      clearTimeout(kill)
    },
  }
}
