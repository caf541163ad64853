import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const find = (patterns: string[]) => globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'))
/** All code but what a build writes, and this file, whose samples are no imports. */
const files = find(['{app,bin,components,lib,tests,tools}/**/*.{ts,tsx,mjs}', '*.ts']).filter(
  (path) => path !== 'tests/unit/import-graph.test.ts' && path !== 'next-env.d.ts',
)

/** What a file imports of the project, types and dynamic imports among it, as paths from the root. */
function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])((?:#|\.\.?\/)[^'"\n]+)\1/g)
  return [...found].map(([, , to = '']) =>
    to.startsWith('#') ? to.slice(1) : posix.normalize(posix.join(dirname(path), to)),
  )
}

const graph = new Map(files.map((path) => [path, importsOf(path, readFileSync(join(root, path), 'utf8'))]))

/** The room of a file: a folder of lib, components or tests, or a folder of the root. */
function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (!['lib', 'components', 'tests'].includes(top)) return top
  return path.split('/').length > 2 ? `${top}/${second}` : `${top}/*`
}

/** The circles of a graph, each as the nodes that reach one another (Tarjan). */
function circlesOf(edges: Map<string, string[]>): string[][] {
  const circles: string[][] = []
  const place = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const visit = (node: string): number => {
    let low = place.size
    place.set(node, low)
    open.push(node)
    const own = low
    for (const next of edges.get(node) ?? []) {
      if (!place.has(next)) low = Math.min(low, visit(next))
      else if (open.includes(next)) low = Math.min(low, place.get(next) ?? low)
    }
    lowest.set(node, low)
    if (low === own) {
      const circle = open.splice(open.indexOf(node))
      if (circle.length > 1) circles.push(circle.sort())
    }
    return low
  }
  for (const node of edges.keys()) if (!place.has(node)) visit(node)
  return circles
}

const rooms = new Map<string, string[]>()
for (const [path, imported] of graph) {
  const others = imported.map(roomOf).filter((room) => room !== roomOf(path))
  rooms.set(roomOf(path), [...new Set([...(rooms.get(roomOf(path)) ?? []), ...others])])
}

describe('imports', () => {
  it('are found, of types and later ones too', () => {
    const text = `import type { A } from '#lib/env.ts'\nimport {\n  b,\n} from './b.ts'\nexport { c } from '../c.ts'\nawait import('#lib/log.ts')\nimport './d.css'\nimport e from 'e'`
    expect(importsOf('lib/x/y.ts', text)).toEqual(['lib/env.ts', 'lib/x/b.ts', 'lib/c.ts', 'lib/log.ts', 'lib/x/d.css'])
    expect(graph.size).toBeGreaterThan(600)
    const known = new Set(
      find(['**/*.{ts,tsx,mjs,css}'].map((glob) => `{app,bin,clients,components,lib,tests,tools,prisma}/${glob}`)),
    )
    const lost = [...graph.values()].flat().filter((path) => !known.has(path) && !path.startsWith('prisma/client/'))
    expect(lost).toEqual([])
  })

  it('form no circle, types among them', () => {
    expect(
      circlesOf(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'd']],
          ['c', ['a']],
          ['d', []],
        ]),
      ),
    ).toEqual([['a', 'b', 'c']])
    expect(circlesOf(graph)).toEqual([])
  })

  it('form no circle of folders either', () => {
    expect(rooms.size).toBeGreaterThan(20)
    expect(circlesOf(rooms)).toEqual([])
  })
})

/** What a file imports, directly or through others. */
function reachedFrom(path: string, reached = new Set<string>()): Set<string> {
  for (const next of graph.get(path) ?? []) {
    if (reached.has(next)) continue
    reached.add(next)
    reachedFrom(next, reached)
  }
  return reached
}

it('the bundler is not loaded by a site, which would keep 250 MB of it', () => {
  const reached = reachedFrom('bin/start.ts')
  expect(reached).toContain('bin/prepare.ts')
  expect(reached).not.toContain('bin/build-script.ts')
})

describe('what is drawn beside Next', () => {
  const clients = files.filter((path) => readFileSync(join(root, path), 'utf8').startsWith("'use client'"))

  it.each(files.filter((path) => /^app\/(?!admin\/).*page\.tsx$|^app\/not-found\.tsx$/.test(path)))(
    'has no client component, for which all of it would be left to Next: %s',
    (page) => {
      expect(clients).toContain('components/behaviours/hydrated.tsx')
      const reached = reachedFrom(page)
      expect(reached).toContain('app/drawn.tsx')
      expect(clients.filter((path) => reached.has(path))).toEqual([])
    },
  )
})

describe('folders', () => {
  /** One file each for a platform, a decision, a route: lists by nature. */
  const LISTS = /^(?:lib\/adapters|tests\/unit\/adapters|docs\/decisions|prisma\/migrations)\b/
  const sizes = new Map<string, number>()
  for (const path of files) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1)

  it('hold no more than one can look through', () => {
    const crowded = [...sizes].filter(([folder, size]) => size > 26 && !LISTS.test(folder))
    expect(crowded).toEqual([])
  })

  it('are named for what is in them', () => {
    const leftover = /^(?:misc|utils?|common|shared|helpers?|stuff|other|general)$/
    const own = [...sizes.keys()].flatMap((folder) =>
      folder.split('/').map((_, end, parts) => parts.slice(0, end + 1).join('/')),
    )
    expect([...new Set(own)].filter((folder) => leftover.test(basename(folder)))).toEqual([])
  })

  it('of tests are those of their subjects', () => {
    const OWN = ['support', 'texts']
    const strangers = [...sizes.keys()].flatMap((folder) => {
      const [, , ...subject] = /^tests\/(unit|integration)\//.test(folder) ? folder.split('/') : []
      if (subject.length === 0 || OWN.includes(subject[0] ?? '')) return []
      const homes = [subject.join('/'), `lib/${subject.join('/')}`]
      return homes.some((home) => sizes.has(home) || [...sizes.keys()].some((known) => known.startsWith(`${home}/`)))
        ? []
        : [folder]
    })
    expect(strangers).toEqual([])
  })
})
