import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findChromiums } from '#tools/chromium.ts'

let folder: string
const progress = {
  say: () => {},
  step: <T>(_label: string, operation: (note: () => void) => T) => Promise.resolve(operation(() => {})),
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chromium-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function program(name: string, code: number): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 })
  return path
}

describe('findChromiums', () => {
  it('takes the one that the operator names', async () => {
    vi.stubEnv('CHROMIUM_PATH', await program('mine', 0))
    expect(await findChromiums(progress)).toEqual({ shell: join(folder, 'mine'), complete: join(folder, 'mine') })
  })

  it('does not quietly take another when that one does not run', async () => {
    vi.stubEnv('CHROMIUM_PATH', await program('broken', 127))
    await expect(findChromiums(progress)).rejects.toThrow(
      `CHROMIUM_PATH names ${join(folder, 'broken')}, which does not run.`,
    )
  })

  it('takes the first on the path that runs', async () => {
    vi.stubEnv('CHROMIUM_PATH', '')
    vi.stubEnv('CI', undefined)
    vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder)
    vi.stubEnv('PATH', folder)
    await program('chromium', 127)
    const runs = await program('google-chrome', 0)
    expect(await findChromiums(progress)).toEqual({ shell: runs, complete: runs })
  })

  it('takes a headless shell before a complete one', async () => {
    vi.stubEnv('CHROMIUM_PATH', '')
    vi.stubEnv('PATH', folder)
    vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder)
    const complete = await program('chromium', 0)
    const shell = await program('chromium-headless-shell', 0)
    expect(await findChromiums(progress)).toEqual({ shell, complete })
  })
})
