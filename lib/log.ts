import { pino } from 'pino'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

/** JSON lines on standard error, so that standard output stays for what a command is asked to print. */
export const log = pino(
  {
    // One that is none is refused where all settings are (env.ts), in a sentence.
    level: LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  },
  pino.destination({ dest: 2, sync: true }),
)

/** node-postgres hangs the whole connection on the error of an idle one. */
function describeError(error: Error) {
  const { client: _, ...description } = pino.stdSerializers.err(error)
  return description
}

/** Under load the same happens to many: one line each for so long, which counts the others. */
const ONE_LINE_MS = 5_000
const lines = new Map<string, { at: number; since: number }>()

/** Whether it is time for a line about `what`: null when there was one a moment ago, else how many were left out since. */
export function countLine(what: string, now = Date.now()): { alsoSinceTheLastLine?: number } | null {
  const last = lines.get(what)
  if (last !== undefined && now - last.at < ONE_LINE_MS) {
    last.since += 1
    return null
  }
  lines.set(what, { at: now, since: 0 })
  return last === undefined || last.since === 0 ? {} : { alsoSinceTheLastLine: last.since }
}
