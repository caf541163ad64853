import { format, stripVTControlCharacters } from 'node:util'
import { countLine, log } from './log.ts'

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug', trace: 'debug' } as const

/**
 * Makes lines of the log of what Next and libraries print by themselves: all calls of console, whose errors keep their stack in a
 * field, and the warnings of Node. Of an error that is the database's, which Next prints for each page that it fails on, there
 * is one line without a stack every few seconds; `troubleOf` says which errors are. To be called once, before anything that prints is loaded.
 */
export function captureConsole(troubleOf: (error: unknown) => string | null): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...printed: unknown[]) => {
      const errors = printed.filter((part) => part instanceof Error)
      const rest = printed.filter((part) => !(part instanceof Error))
      const text = stripVTControlCharacters(Reflect.apply(format, undefined, rest)).trim()
      const [err] = errors
      const trouble = troubleOf(err)
      if (err !== undefined && trouble !== null) {
        const more = countLine(`console ${trouble}`)
        const { code } = err as { code?: unknown }
        const reason = err.message.replace(/\s+/g, ' ').trim()
        if (more !== null)
          log.warn({ trouble, reason, code, ...more, source: 'console' }, text || 'the database failed')
        return
      }
      const fields = err === undefined ? {} : { err }
      if (text !== '' || err !== undefined) log[level]({ ...fields, source: 'console' }, text || err?.message)
    }
  }
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log.warn({ err: warning, source: 'node' }, warning.message))
}
