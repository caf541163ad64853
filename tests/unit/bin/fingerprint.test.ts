import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeUnlessFresh } from '#bin/fingerprint.ts'

let root: string
let made: number

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fingerprint-'))
  made = 0
  await mkdir(join(root, 'app', 'deep'), { recursive: true })
  await writeFile(join(root, 'app', 'deep', 'page.tsx'), 'one')
  await writeFile(join(root, 'package.json'), '{}')
})

afterEach(() => rm(root, { recursive: true }))

const make = () =>
  makeUnlessFresh({ root, from: ['app', 'package.json', 'public'], record: 'out/.fingerprint' }, async () => {
    made++
  })

describe('makeUnlessFresh', () => {
  it('makes once for the same sources', async () => {
    expect(await make()).toBe(true)
    expect(await make()).toBe(false)
    expect(made).toBe(1)
  })

  it.each([
    ['is changed', () => writeFile(join(root, 'app', 'deep', 'page.tsx'), 'two')],
    ['is added', () => writeFile(join(root, 'app', 'new.tsx'), '')],
    ['is removed', () => rm(join(root, 'app', 'deep', 'page.tsx'))],
    [
      'moves',
      async () => {
        await rm(join(root, 'app', 'deep', 'page.tsx'))
        await writeFile(join(root, 'app', 'page.tsx'), 'one')
      },
    ],
    [
      'appears in a folder that was not there',
      async () => {
        await mkdir(join(root, 'public'))
        await writeFile(join(root, 'public', 'icon.svg'), '')
      },
    ],
  ])('makes again when a source %s', async (_change, change) => {
    await make()
    await change()
    expect(await make()).toBe(true)
  })

  it('does not make again when a source was only touched', async () => {
    await make()
    await writeFile(join(root, 'app', 'deep', 'page.tsx'), await readFile(join(root, 'app', 'deep', 'page.tsx')))
    expect(await make()).toBe(false)
  })

  it('makes again after what was made is deleted, and after a making that failed', async () => {
    await make()
    await rm(join(root, 'out'), { recursive: true })
    expect(await make()).toBe(true)

    await writeFile(join(root, 'package.json'), '{ "changed": true }')
    const failing = makeUnlessFresh(
      { root, from: ['app', 'package.json', 'public'], record: 'out/.fingerprint' },
      async () => {
        throw new Error('no')
      },
    )
    await expect(failing).rejects.toThrow('no')
    await writeFile(join(root, 'package.json'), '{}')
    expect(await make()).toBe(true)
  })
})
