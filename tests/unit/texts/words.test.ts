import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const list = (...patterns: string[]) => globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'))

const SOURCES = list('{app,bin,components,lib,tests}/**/*.{ts,tsx,mjs}', 'prisma/*.ts', '*.ts').filter(
  (path) => !path.startsWith('tests/fixtures/'),
)
const FILES = [...SOURCES, ...list('docs/decisions/*.md', 'lint/*', 'prisma/migrations/*/migration.sql')]

/**
 * Words that the project had for what the field has a word for, and that word. A name is split at its capitals, underscores and
 * hyphens; a word of several parts stands with underscores, and one that ends with an underscore begins a constant.
 * English in comments and texts is free.
 */
const RETIRED = `
  apart: notDuplicates
  begun: started, shutdownHooks
  bury: failExhaustedRuns
  claim: normalised, incoming, lease
  claimed: leased
  claims: normalised
  deed: handler, operation
  deeds: handlers, operations
  extent: completeness
  flight: inFlight
  flights: inFlight
  fly: renderOnce
  fold: apply
  folded: applied, rebuilt
  folds: applies
  gist: summary
  goes: deletionImpact
  going: deletionImpact
  hear: apply
  heard: matched, received
  hears: applies
  landed: finished
  landing: result
  last_resort: staleIfError
  lede: summary
  longest_: MAX_
  made_up: unbounded
  most_: MAX_
  poison: failExhaustedRuns
  question: request
  questions: requests
  reading: observation
  readings: observations
  recall: rebuild
  reception: sink
  reclaim: requeue
  reclaimed: requeued
  refold: rebuild
  retell: rebuild
  retold: rebuilt
  said_at: observedAt
  said_by: sourceSha256
  shape: schema, icon
  shapes: schemas
  speaker: source
  standing: dedupStatus
  standings: dedupStatus
  stretch: interval, slice
  stretches: intervals
  take_away: download
  thaw: fromRow
  thin: prune
  thinned: pruned
  touched: intervals, affected
  trial: dryRun
  trials: dryRuns
  turns: semaphore
  twin: duplicate
  twins: duplicates
  wish: options
`

/** Where a retired word is somebody else's, or part of a format or an interface that stays as it is: "PATH: names". */
const KEPT: Record<string, string> = {
  'app/admin/**': 'shape',
  'app/api/v1/inputs.ts': 'apart',
  'app/api/v1/openapi.ts': 'shape',
  'app/api/v1/request.ts': 'ZodRawShape',
  'app/api/v1/{sources,vendors}/**/route.ts': 'apart goes',
  'app/mcp/arguments.ts': 'shape',
  'components/**/interactive-month-chart.tsx': 'shape BarShapeProps',
  'lib/adapters/archive.ts': 'extent',
  'lib/admin/**/format-1.ts': 'apart extent gist readings saidAt said_at said_by standing twin_id',
  'lib/admin/**/*records.ts': 'claimsHash',
  'lib/admin/**/sources.ts': 'shape',
  // RFC 5545 folds lines.
  '{lib,tests/unit}/formats/*': 'folded foldLine foldLines',
  'lib/auth/**': 'claims OIDC_GROUPS_CLAIM',
  'lib/url/filter.ts': 'shape',
  'lib/env.ts': 'shape OIDC_GROUPS_CLAIM',
  'lib/queries/**': 'saidAt shape goes',
  'lib/web/**/page-cache.ts': 'InFlight inFlight',
  'tests/**/admin/api.test.ts': 'goes',
  'tests/**/archive.test.ts': 'extent',
  'tests/**/*oidc*.ts': 'claims',
}

const WORDS = RETIRED.trim()
  .split('\n')
  .map((line) => line.trim().split(': '))

/** "OIDC_GROUPS_CLAIM" → _oidc_groups_claim_; "saidAt" → _said_at_ */
function partsOf(name: string): string {
  const parts = name.replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').split(/[^A-Za-z\d]+/)
  return `_${parts.filter((part) => part !== '').join('_')}_`.toLowerCase()
}

function memoised<T>(compute: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return (name) => {
    const result = known.get(name) ?? compute(name)
    known.set(name, result)
    return result
  }
}

const IDENTIFIER = /^(?:JSX|Private)?Identifier$/

/** "saidAt: observedAt", for each retired word in a name. */
const complaintsAbout = memoised((name) => {
  const parts = partsOf(name)
  return WORDS.flatMap(([word = '', standard]) => {
    const isThere = word.endsWith('_')
      ? /^[A-Z\d_]+$/.test(name) && parts.startsWith(`_${word}`)
      : parts.includes(`_${word}_`)
    return isThere ? [`${name}: ${standard}`] : []
  })
})

/** The names of a source that a retired word may be part of; most sources have none, and need not be parsed. */
function suspiciousNames(path: string): Set<string> {
  const names = new Set<string>()
  const text = read(path)
  if (![...new Set(text.match(/[\w$]+/g))].some((word) => complaintsAbout(word).length > 0)) return names
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('type' in node && 'name' in node && IDENTIFIER.test(String(node.type))) names.add(String(node.name))
    for (const child of Object.values(node)) visit(child)
  }
  visit(parseSync(path, text).program)
  return names
}

const kept = new Map(Object.entries(KEPT).flatMap(([pattern, names]) => list(pattern).map((path) => [path, names])))

describe('a word that the field has a better one for', () => {
  it('is known as a part of a name', () => {
    expect(complaintsAbout('saidAt')).toEqual(['saidAt: observedAt'])
    expect(complaintsAbout('foldOnTop')).toEqual(['foldOnTop: apply'])
    expect(complaintsAbout('MOST_SHOWN')).toEqual(['MOST_SHOWN: MAX_'])
    expect(complaintsAbout('docs/064-deeds-are-known.md')).toHaveLength(1)
    expect(['folder', 'isSaid', 'mostRecent', 'stand', 'twine'].flatMap(complaintsAbout)).toEqual([])
    expect(SOURCES.length).toBeGreaterThan(800)
  })

  it('names nothing in the code', () => {
    const complaints = SOURCES.flatMap((path) =>
      [...suspiciousNames(path)]
        .filter((name) => !kept.get(path)?.split(' ').includes(name))
        .flatMap(complaintsAbout)
        .map((complaint) => `${path}: ${complaint}`),
    )
    expect(complaints).toEqual([])
  })

  it('names no file', () => {
    // Migrations are history.
    const names = FILES.filter((path) => !path.startsWith('prisma/migrations/2026112')).map((path) =>
      path.endsWith('migration.sql') ? path : basename(path).replace('fold-line', ''),
    )
    expect(names.flatMap(complaintsAbout)).toEqual([])
  })

  it('names no table, column or type of the database', () => {
    const lines = read('prisma/schema.prisma').split('\n')
    const names = lines.filter((line) => !/^\s*\/\//.test(line)).flatMap((line) => line.match(/[A-Za-z_]+/g) ?? [])
    expect([...new Set(names)].flatMap(complaintsAbout)).toEqual([])
  })
})
