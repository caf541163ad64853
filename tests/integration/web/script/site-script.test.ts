import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepScriptFiles, SCRIPT_MANIFEST } from '#lib/web/script/site-script.ts'

let build: string
let data: string

beforeEach(async () => {
  build = await mkdtemp(join(tmpdir(), 'build-'))
  data = await mkdtemp(join(tmpdir(), 'data-'))
})
afterEach(async () => {
  await rm(build, { recursive: true })
  await rm(data, { recursive: true })
})

/** A build with these files, in the place of the one before, and a start of the site. */
async function startWith(...files: string[]): Promise<void> {
  await rm(build, { recursive: true })
  build = await mkdtemp(join(tmpdir(), 'build-'))
  for (const file of files) await writeFile(join(build, file), file)
  await writeFile(join(build, SCRIPT_MANIFEST), JSON.stringify({ entry: files[0], files }))
  await keepScriptFiles(build, data)
}

const kept = async () => (await readdir(join(data, 'script'))).filter((file) => file.endsWith('.js')).sort()

it('the files of earlier builds outlive an update, for pages that somebody else has kept', async () => {
  await startWith('site-1.js', 'react-1.js')
  await startWith('site-2.js', 'react-1.js')
  expect(await kept()).toEqual(['react-1.js', 'site-1.js', 'site-2.js'])
})

it('files of builds long past are removed, however often the site was started', async () => {
  await startWith('site-old.js', 'react.js')
  for (let start = 0; start < 20; start += 1) await startWith('site-1.js', 'react.js')
  expect(await kept()).toEqual(['react.js', 'site-1.js', 'site-old.js'])
  for (let n = 2; n <= 9; n += 1) await startWith(`site-${n}.js`, 'react.js')
  expect(await kept()).toEqual(['react.js', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `site-${n}.js`)])
})
