import { format, stripVTControlCharacters } from 'node:util'
import { log } from './log.ts'

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug', trace: 'debug' } as const

/**
 * Makes lines of the log of what Next and libraries print by themselves: all calls of console, whose errors keep their stack in a
 * field, and the warnings of Node. To be called once, before anything that prints is loaded.
 */
export function captureConsole(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...printed: unknown[]) => {
      const errors = printed.filter((part) => part instanceof Error)
      const rest = printed.filter((part) => !(part instanceof Error))
      const text = stripVTControlCharacters(Reflect.apply(format, undefined, rest)).trim()
      const [err] = errors
      const fields = err === undefined ? {} : { err }
      if (text !== '' || err !== undefined) log[level]({ ...fields, source: 'console' }, text || err?.message)
    }
  }
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log.warn({ err: warning, source: 'node' }, warning.message))
}
