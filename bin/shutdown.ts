import { constants } from 'node:os'
import { log } from '#lib/log.ts'

const DEADLINE_MS = 25_000
/** At a terminal one Ctrl+C arrives several times: from the terminal, and from each parent that passes it on. */
const SAME_SIGNAL_MS = 1_000

type ShutdownHook = () => Promise<unknown>

/** Called before this process exits, newest first. */
export const shutdownHooks: ShutdownHook[] = []

/**
 * Makes SIGINT, SIGTERM and SIGHUP run the shutdown hooks, newest first, and exit with 0, or for a command that has not
 * finished with the exit code of its signal. A second signal exits at once with 1, as does a hook that fails or takes
 * too long. An uncaught error runs the hooks and exits with 1 as well: the process is in an unknown state, and its
 * supervisor starts it again.
 */
export function onStopSignal({ isCommand = false } = {}): void {
  let firstAt: number | undefined
  const handle = (signal: NodeJS.Signals) => {
    if (firstAt !== undefined) {
      if (Date.now() - firstAt > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    firstAt = Date.now()
    log.info({ signal }, 'stopping')
    void exitWith(isCommand ? 128 + constants.signals[signal] : 0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nobody caught; stopping')
    void exitWith(1)
  })
}

/** Prints why the start failed, runs the shutdown hooks, and exits with 1. */
export async function failWith(error: unknown): Promise<void> {
  if (exiting !== undefined) return
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  log.debug({ err: error }, 'the start failed')
  await exitWith(1)
}

let exiting: Promise<never> | undefined

/** The first caller's exit code counts: a failure during shutdown does not change it. */
async function exitWith(code: number): Promise<never> {
  exiting ??= exit(code)
  return await exiting
}

async function exit(code: number): Promise<never> {
  setTimeout(() => {
    log.error('stopping took too long')
    process.exit(1)
  }, DEADLINE_MS).unref()
  let worst = code
  for (const end of shutdownHooks.reverse()) {
    try {
      await end()
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      worst = 1
    }
  }
  process.exit(worst)
}
