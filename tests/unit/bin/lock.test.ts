import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '#bin/lock.mjs'

let folder: string
const lock = () => join(folder, 'some.lock')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('withLock', () => {
  it('returns what the operation returns, and leaves no file', async () => {
    expect(await withLock(lock(), async () => 42)).toBe(42)
    expect(existsSync(lock())).toBe(false)
  })

  it('releases the lock when the operation fails', async () => {
    const failing = withLock(lock(), async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(existsSync(lock())).toBe(false)
  })

  it('lets one process in at a time', async () => {
    const code = `import { appendFileSync } from 'node:fs'
      import { setTimeout as sleep } from 'node:timers/promises'
      import { withLock } from '#bin/lock.mjs'
      await withLock(process.argv[1] + '/some.lock', async () => {
        appendFileSync(process.argv[1] + '/log', 'in ')
        await sleep(20)
        appendFileSync(process.argv[1] + '/log', 'out ')
      })`
    const run = () =>
      new Promise((resolve) =>
        spawn(process.execPath, ['--input-type=module', '-e', code, folder], { stdio: 'inherit' }).once(
          'exit',
          resolve,
        ),
      )
    expect(await Promise.all([run(), run(), run(), run()])).toEqual([0, 0, 0, 0])
    expect(await readFile(join(folder, 'log'), 'utf8')).toBe('in out '.repeat(4))
  })

  it('takes over from a process that died', async () => {
    await writeFile(lock(), '999999999 gone')
    expect(await withLock(lock(), async () => 'in')).toBe('in')
  })

  it('takes over from a pid that came to belong to another process', async () => {
    await writeFile(lock(), `${process.pid} left over from before a restart`)
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(lock(), longAgo, longAgo)
    expect(await withLock(lock(), async () => 'in')).toBe('in')
  })

  it('waits for a holder that is alive, says so once, and names it', async () => {
    await writeFile(lock(), `${process.pid} somebody`)
    const waitedFor: number[] = []
    const entered = withLock(
      lock(),
      async () => appendFile(join(folder, 'log'), 'in'),
      (pid) => waitedFor.push(pid),
    )
    await expect.poll(() => waitedFor).toEqual([process.pid])
    expect(existsSync(join(folder, 'log'))).toBe(false)
    await rm(lock())
    await entered
    expect(waitedFor).toEqual([process.pid])
  })
})
