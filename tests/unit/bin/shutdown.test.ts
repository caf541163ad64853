import { type ChildProcess, spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** Runs a module that has `shutdownHooks`, `failWith` and `onStopSignal` at hand, and an `end` which prints its name; it says "ready". */
function run(code: string): {
  child: ChildProcess
  ended: Promise<{ code: number | null; output: string }>
  ready: Promise<void>
} {
  const script = `
    import { shutdownHooks, failWith, onStopSignal } from '#bin/shutdown.ts'
    import { setTimeout as sleep } from 'node:timers/promises'
    const end = (name, ms = 0) => shutdownHooks.push(async () => { await sleep(ms); console.log(name) })
    onStopSignal()
    setInterval(() => {}, 1000)
    ${code}
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  })
  let output = ''
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
        if (output.includes('ready\n')) resolve()
      })
    }
  })
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output: output.replace('ready\n', '') })),
  )
  return { child, ended, ready }
}

describe('a stop signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends what was begun, newest first, and exits with 0',
    async (signal) => {
      const { child, ended, ready } = run("end('database'); end('server')")
      await ready
      child.kill(signal)
      expect(await ended).toEqual({ code: 0, output: 'server\ndatabase\n' })
    },
  )

  it('counts once when a terminal and a parent send it together', async () => {
    const { child, ended, ready } = run("end('server', 300)")
    await ready
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await ended).toEqual({ code: 0, output: 'server\n' })
  })

  it('ends the process at once when it comes again later', async () => {
    const { child, ended, ready } = run("end('server', 20_000)")
    await ready
    child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    child.kill('SIGINT')
    expect(await ended).toEqual({ code: 1, output: '' })
  })

  it('ends the rest when one end fails, and exits with 1', async () => {
    const { child, ended, ready } = run("end('database'); shutdownHooks.push(async () => { throw new Error('no') })")
    await ready
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 1, output: 'database\n' })
  })

  it('is not taken for a failure of what it interrupts', async () => {
    const { child, ended, ready } = run(
      "end('server', 100); process.once('SIGTERM', () => failWith(new Error('interrupted')))",
    )
    await ready
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, output: 'server\n' })
  })
})

describe('a failure', () => {
  it('is told in a sentence, ends what was begun, and exits with 1', async () => {
    const { ended } = run("end('database'); await failWith(new Error('The port is taken.'))")
    expect(await ended).toEqual({ code: 1, output: '\nThe port is taken.\ndatabase\n' })
  })

  it('that nobody caught ends what was begun, and exits with 1', async () => {
    const { ended } = run("end('database'); Promise.reject(new Error('forgotten'))")
    expect(await ended).toEqual({ code: 1, output: 'database\n' })
  })
})
