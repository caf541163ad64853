import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** What a process writes to standard error that captures its console and then runs the code. */
function linesOf(code: string): Record<string, unknown>[] {
  const script = `
    import { databaseTrouble } from '#lib/database/database-errors.ts'
    import { captureConsole } from '#lib/log-capture.ts'
    import { onStopSignal } from '#bin/shutdown.ts'
    captureConsole(databaseTrouble)
    onStopSignal()
    ${code}`
  const { stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, LOG_LEVEL: 'debug', FORCE_COLOR: '1' },
  })
  expect(stdout).toBe('')
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('every line of the log is JSON', () => {
  it('where Next prints a dump of an error', () => {
    const [line, ...others] = linesOf(
      `console.error('\\x1b[31m ⨯ \\x1b[39m', new Error('two\\nlines', { cause: new Error('why') }))`,
    )
    expect(others).toEqual([])
    expect(line).toMatchObject({
      level: 50,
      msg: '⨯',
      err: { type: 'Error', stack: expect.stringContaining('\n    at ') },
    })
    expect(JSON.stringify(line)).toContain('why')
  })

  it('where Next fails pages on an error of the database: one line for all, without a stack', () => {
    const lines = linesOf(`
      const cause = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })
      const error = new Error('Invalid prisma.vendor.findMany() invocation:\\n\\nRaw query failed.', { cause })
      for (let page = 0; page < 3; page++) console.error('\x1b[31m ⨯ \x1b[39m', error)
      console.error(Object.assign(new Error("Can't reach database server"), { code: 'P1001' }))`)
    expect(lines).toEqual([
      expect.objectContaining({
        level: 40,
        msg: '⨯',
        trouble: 'slow',
        reason: 'Invalid prisma.vendor.findMany() invocation: Raw query failed.',
      }),
      expect.objectContaining({ level: 40, trouble: 'away', code: 'P1001' }),
    ])
    expect(JSON.stringify(lines)).not.toContain('    at ')
  })

  it('where a library prints an object, a table of lines, or a format', () => {
    expect(linesOf(`console.warn({ a: [1] }); console.log('x\\ny'); console.info('%d of %s', 1, 'two')`)).toMatchObject(
      [
        { level: 40, msg: expect.stringContaining('a:') },
        { level: 30, msg: 'x\ny' },
        { level: 30, msg: '1 of two' },
      ],
    )
  })

  it('where Node warns', () => {
    const lines = linesOf(`process.emitWarning('old', 'DeprecationWarning', 'DEP1'); new Buffer(1)`)
    expect(lines).toMatchObject([
      { level: 40, source: 'node', msg: 'old' },
      { level: 40, source: 'node', msg: expect.stringContaining('Buffer()') },
    ])
  })

  it.each([`setTimeout(() => { throw new Error('forgotten') })`, `Promise.reject(new Error('forgotten'))`])(
    'where nobody has caught an error: %s',
    (code) => {
      expect(linesOf(code)).toMatchObject([{ level: 60, err: { message: 'forgotten' } }])
    },
  )
})
