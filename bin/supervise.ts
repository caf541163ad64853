import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#lib/log.ts'

const FIRST_PAUSE_MS = 1_000
const MAX_PAUSE_MS = 30_000
/** A process that ran this long was healthy: its next restart has a short pause again. */
const WELL_AFTER_MS = 60_000
const STOP_WITHIN_MS = 12_000

/**
 * With Node's default, a worker grows by 15 MB more for the largest bodies before garbage is collected; `--expose-gc` is for
 * lib/worker/release-memory.ts. compose.yaml has both too.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=8', '--expose-gc']
/**
 * By itself, glibc raises this threshold when a large block is freed, and then keeps freed memory: 40 MB more after a document of 22 MB.
 * compose.yaml sets it too.
 */
export const WORKER_ENV = { MALLOC_TRIM_THRESHOLD_: '131072' }

export interface SupervisedProcess {
  /** Asks it to stop, and kills it if it does not. */
  stop(): Promise<void>
}

/**
 * Keeps a script running as a separate process, restarted after a growing pause whenever it ends. The IPC channel's end
 * tells the child that this process is gone. `flags` are Node's.
 */
export function supervise(
  name: string,
  script: string,
  env: Record<string, string>,
  flags: readonly string[] = [],
): SupervisedProcess {
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
    child = spawn(process.execPath, [...flags, script], {
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
