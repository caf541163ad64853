import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'outage-history-fonts-'))
  vi.stubEnv('DATA_DIR', dataDir)
  vi.resetModules()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dataDir, { recursive: true })
})

const FONT = 'Inter_400Regular.ttf'
const bundled = join('node_modules', '@expo-google-fonts', 'inter', '400Regular', FONT)

async function draw(letters: string): Promise<string> {
  const { answerWithPng } = await import('#app/render-png.ts')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30" font-family="Inter">${letters}</svg>`
  return Buffer.from(await (await answerWithPng(svg)).arrayBuffer()).toString('base64')
}

it('several processes may make the font at once', async () => {
  const { makePlainFont } = await import('#app/plain-font.ts')
  const paths = await Promise.all([bundled, bundled, bundled].map(makePlainFont))
  expect(new Set(paths)).toEqual(new Set([join(dataDir, 'fonts', FONT)]))
  expect(await readdir(join(dataDir, 'fonts'))).toEqual([FONT])
})

it('where the font cannot be stored, pictures have the bundled one, and nothing is left behind', async () => {
  await mkdir(join(dataDir, 'fonts', FONT, 'in the way'), { recursive: true })
  const { log } = await import('#lib/log.ts')
  const warn = vi.spyOn(log, 'warn').mockReturnValue()
  expect(await draw('<text x="5" y="20">8x8</text>')).not.toBe(await draw(''))
  expect(warn).toHaveBeenCalledTimes(1)
  expect((await readdir(join(dataDir, 'fonts'))).filter((name) => name.startsWith(`${FONT}.`))).toEqual([])
})
