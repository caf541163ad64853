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
