import { pino } from 'pino'

/** JSON lines on standard error, so that standard output stays for what a command is asked to print. */
export const log = pino(
  { level: process.env.LOG_LEVEL || 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: true }),
)
