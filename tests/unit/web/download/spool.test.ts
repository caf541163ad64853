import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSpool, type SpoolFile } from '#lib/web/download/spool.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outage-history-spool-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function textOf(file: SpoolFile): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of file.read()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

it('is read while it is written, from the beginning, by any number, and leaves no name', async () => {
  const file = await createSpool(folder, 1_000).create()
  await file.append(Buffer.from('one '))
  const readers = [textOf(file), textOf(file)]
  await file.append(Buffer.from('two '))
  readers.push(textOf(file))
  await file.append(Buffer.from('three'))
  file.end()
  expect(await Promise.all(readers)).toEqual(Array(3).fill('one two three'))
  expect(await readdir(folder)).toEqual([])
  file.release()
})

it('gives its room back once, when the last reader has it', async () => {
  const spool = createSpool(folder, 1_000)
  const file = await spool.create()
  await file.append(Buffer.alloc(600))
  file.end()
  const pending = file.read()
  file.release()
  file.release()
  await nextTurnOfLoop()
  expect(spool.bytes()).toBe(600)
  pending.resume()
  await new Promise((resolve) => pending.once('close', resolve))
  await nextTurnOfLoop()
  await nextTurnOfLoop()
  expect(spool.bytes()).toBe(0)
})

it('fails whoever reads what will never be whole', async () => {
  const file = await createSpool(folder, 1_000).create()
  await file.append(Buffer.from('half'))
  const pending = textOf(file)
  file.fail(new Error('The list could not be read.'))
  await expect(pending).rejects.toThrow('The list could not be read.')
  await expect(textOf(file)).rejects.toThrow('The list could not be read.')
  file.release()
})

it('has no more room than it was given', async () => {
  const spool = createSpool(folder, 1_000)
  const file = await spool.create()
  await expect(file.append(Buffer.alloc(1_001))).rejects.toThrow('used up')
  expect(spool.bytes()).toBe(0)
  file.release()
})
