import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Texts as a whole, and of code and schema what people read: comments, and sentences in quotes. */
const TEXTS = globSync(['*.md', 'docs/**/*.md', '.env.example', 'compose.yaml', 'Dockerfile', '.ci/run'], { cwd: root })
const CODE = globSync(['{app,bin,components,lib,tools}/**/*.{ts,tsx,mjs}', 'prisma/*.{ts,prisma}', '*.ts'], {
  cwd: root,
})

const files = [...TEXTS, ...CODE].map((path) => path.replaceAll('\\', '/'))

/** Without the lines that import, whose paths the compiler checks, and those that name a rule of lint. */
const wordsOf = (path: string) => read(path).replaceAll(/^(?:import|export) .*from .*$|^.*biome-ignore.*$/gm, '')

/** `npm run NAME` and `npm NAME`, wherever it is not npm's own command. */
function unknownScripts(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name)
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name)
  return [...named, ...short].filter((name) => !(name in scripts))
}

/** What a program of a package would be started as. */
function unknownPrograms(text: string): string[] {
  return [...text.matchAll(/(?:\bnpx|node_modules\/\.bin\/)[ ]?([a-z][\w-]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'node' && !existsSync(join(root, 'node_modules', '.bin', name)))
}

const FOLDERS = 'app|bin|components|docs|lib|lint|prisma|public|tests|tools|\\.ci'

/** Paths from the root. A name in capitals stands for any; what ends in a slash, in a star or without an extension is a folder or a file. */
function unknownPaths(text: string): string[] {
  const pattern = new RegExp(`(?<![\\w./#@~-])(?:${FOLDERS})/[\\w./[\\]*-]*[\\w\\]*]`, 'g')
  return (
    [...text.matchAll(pattern)]
      // A bracket that closes what was opened before the path.
      .map(([path]) => (path.includes('[') ? path : path.replace(/\]+$/, '')))
      .filter((path) => !/[A-Z]{3,}/.test(path) && !GENERATED.test(path))
      // A decision is known by its number.
      .map((path) => path.replace(/^(docs\/decisions\/\d{3})$/, '$1-*'))
      .filter((path) => !['', '.ts', '.tsx', '.mjs', '.md'].some((suffix) => isThere(path + suffix)))
  )
}

/** What a checkout does not hold: made by a start, of a package, or a rule's name. */
const GENERATED = /^(?:prisma\/(?:client|build)|lint\/plugin)\b/

function isThere(path: string): boolean {
  if (existsSync(join(root, path))) return true
  return path.includes('*') && globSync(path.replaceAll(/\[|\]/g, '[$&]'), { cwd: root }).length > 0
}

describe('what texts, comments and messages name', () => {
  it('is there to be looked at', () => {
    expect(TEXTS.length).toBeGreaterThan(30)
    expect(CODE.length).toBeGreaterThan(300)
    expect(unknownScripts('run `npm run db -- migrate` or npm run build')).toEqual(['db'])
    expect(unknownPrograms('npx vitest run, npx no-such-thing')).toEqual(['no-such-thing'])
    expect(
      unknownPaths('see lib/ingest/derive, `lib/env.ts`, lib/adapters/NAME.ts and tests/unit/none.test.ts'),
    ).toEqual(['lib/ingest/derive', 'tests/unit/none.test.ts'])
  })

  it.each([
    ['scripts of package.json', unknownScripts],
    ['programs of packages', unknownPrograms],
    ['files and folders', unknownPaths],
  ])('exists: %s', (_what, unknown) => {
    const found = files.flatMap((path) => unknown(wordsOf(path)).map((name) => `${path}: ${name}`))
    expect(found).toEqual([])
  })

  it('is complete where CONTRIBUTING says where things are', () => {
    const [, section = ''] = /## Where things are\n([\s\S]*?)\n## /.exec(read('CONTRIBUTING.md')) ?? []
    const tracked = ['app', 'bin', 'components', 'docs', 'lint', 'prisma', 'public', 'tests', 'tools']
    const folders = [...tracked, ...globSync('lib/*/', { cwd: root }).map((path) => path.replaceAll('\\', '/'))]
    expect(folders.length).toBeGreaterThan(tracked.length + 5)
    expect(folders.filter((folder) => !section.includes(`\`${folder}`))).toEqual([])
  })
})
