import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const find = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => path.replaceAll('\\', '/'))

/** A function is named by the question it answers or by what it does; these words begin a question, a check or a dry run. */
const READS = /^(?:get|list|find|is|has|check|expect|detect|read|review|try|export)(?=[A-Z]|$)/

/** What leaves no entry, and why. */
const EXEMPT: Record<string, string> = {
  writeAudit: 'is the entry',
  changeAccounts: 'runs what others do',
}

/** What changes nothing that an admin keeps, by route. */
const SILENT_ROUTES: Record<string, string> = {
  'app/admin/sign-in/submit/route.ts': 'noted by lib/auth/sign-in-hooks.ts',
  'app/admin/sign-out/route.ts': 'noted by lib/auth/sign-in-hooks.ts',
  'app/admin/account/password/route.ts': 'noted by lib/auth/sign-in-hooks.ts',
  'app/admin/vendors/new/detect/route.ts': 'stores nothing',
  'app/admin/sources/[source]/move/examine/route.ts': 'stores nothing',
  'app/api/v1/detect/route.ts': 'stores nothing',
  'app/api/auth/[...all]/route.ts':
    'the sign-in library, whose changing endpoints are off but for the password, noted as above',
}

interface Operation {
  name: string
  body: string
  /** Runs inside another operation's transaction, which writes the entry. */
  isPart: boolean
}

const operations = find('lib/admin/{*,account/*,alerts/*,run/*,source/*,vendor/*,transfer/import-records}.ts').flatMap(
  (path) => {
    const pieces = read(path).split(/^(?=(?:export )?(?:async )?function )/m)
    return pieces.flatMap((body): Operation[] => {
      const name = /^(?:export )?(?:async )?function (\w+)/.exec(body)?.[1]
      if (name === undefined) return []
      return [{ name, body, isPart: /^[^)]*\(\s*tx: /.test(body) || !body.startsWith('export') }]
    })
  },
)

/** Whether a function notes what it does, itself or through one that it calls. */
function leavesEntry({ name, body }: Operation, seen = new Set<string>()): boolean {
  if (/\bwriteAudit\(|\bauditEntry\.create\(/.test(body)) return true
  seen.add(name)
  return operations.some((other) => !seen.has(other.name) && calls(body, other.name) && leavesEntry(other, seen))
}

const calls = (body: string, name: string) => new RegExp(`\\b${name}(?:<[^>]*>)?\\(`).test(body)

describe('every operation of an admin', () => {
  it('is found', () => {
    expect(operations.length).toBeGreaterThan(40)
    expect(operations.filter(({ isPart, name }) => !isPart && !READS.test(name)).length).toBeGreaterThan(20)
  })

  it('leaves an entry in the audit log', () => {
    const silent = operations
      .filter(({ name, isPart }) => !isPart && !READS.test(name) && !(name in EXEMPT))
      .filter((operation) => !leavesEntry(operation))
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('is told from what leaves none', () => {
    const operation = (body: string) => leavesEntry({ name: 'x', body, isPart: false })
    expect(operation('export async function x() { await renameVendor(slug) }')).toBe(true)
    expect(operation("export async function x() { await tx.query('delete from vendors') }")).toBe(false)
    expect(operation('export async function x() { await findVendor(tx, slug) }')).toBe(false)
  })
})

describe('every route that changes something', () => {
  const routes = find('app/{admin,api}/**/route.ts').filter((path) =>
    /export const (?:POST|PUT|PATCH|DELETE)\b/.test(read(path)),
  )

  it('is found', () => {
    expect(routes.length).toBeGreaterThan(18)
    for (const path of Object.keys(SILENT_ROUTES)) expect(routes).toContain(path)
  })

  it.each(routes.filter((path) => !(path in SILENT_ROUTES)))(
    '%s does so by an operation that leaves an entry',
    (path) => {
      // What a route hands on to a file beside it counts as the route's own.
      const beside = [...read(path).matchAll(/from '(\.[./]*\/[\w-]+\.ts)'/g)]
        .map(([, relative = '']) => join(path, '..', relative))
        .filter((file) => !['form.ts', 'flash.ts'].includes(basename(file)))
      const text = [path, ...beside].map(read).join('\n')
      const used = operations.filter(({ name, isPart }) => !isPart && !READS.test(name) && calls(text, name))
      expect(used.filter((operation) => leavesEntry(operation)).length).toBeGreaterThan(0)
    },
  )
})

describe('every command that changes something', () => {
  const PARTS = ['alerts.ts', 'command.ts', 'export-file.ts', 'follow-run.ts', 'main.ts', 'rate.ts', 'stoppable.ts']
  const SILENT = [...PARTS, 'catalogue.ts', 'doctor.ts', 'export.ts', 'runs.ts']

  it.each(find('bin/cli/*.ts').filter((path) => !SILENT.includes(basename(path))))(
    '%s does so by such an operation',
    (path) => {
      const used = operations.filter(({ name, isPart }) => !isPart && !READS.test(name) && calls(read(path), name))
      expect(used.filter((operation) => leavesEntry(operation)).length).toBeGreaterThan(0)
    },
  )
})
