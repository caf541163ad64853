import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tableLines, writeMarked } from '#tools/bench/markdown.ts'

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outage-history-markdown-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('what a bench has made takes the place of what it made before, and nothing else of the file', async () => {
  const file = join(folder, 'figures.md')
  await writeFile(file, '# Figures\n\nBefore.\n')
  await writeMarked(file, 'year', 'first')
  await writeMarked(file, 'scale --middle', 'other')
  await writeMarked(file, 'year', tableLines(['what', 'ms'], [['a poll', '9']]))
  expect(await readFile(file, 'utf8')).toBe(`# Figures

Before.

<!-- made by npm run bench -- year -->
| what | ms |
| --- | ---: |
| a poll | 9 |
<!-- end of year -->

<!-- made by npm run bench -- scale --middle -->
other
<!-- end of scale --middle -->
`)
})

it('the docs have the marks between which the benches write', async () => {
  const marks = async (file: string) =>
    [...(await readFile(join(DOCS, file), 'utf8')).matchAll(/<!-- (made by npm run bench -- |end of )(.+) -->/g)].map(
      ([, kind, name]) => (kind === 'end of ' ? `/${name}` : name),
    )
  expect(await marks('scale.md')).toEqual(['year', '/year', 'polling', '/polling', 'partitions', '/partitions'])
  expect(await marks('benchmarks.md')).toEqual(['scale', '/scale'])
})
