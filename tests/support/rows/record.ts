// A setup file of the integration tests: checks the result of every query of lib and bin, and fails the file in which one
// differs from its declaration. The stack shows the site; the product does not know about this.
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll } from 'vitest'
import { compareRows } from './compare.ts'
import { LOOKED_AT_FILE, SITES_FILE } from './global-setup.ts'
import type { Column, QuerySite } from './site.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const FRAME = /\(?(?:file:\/\/)?([^\s()]+):(\d+):\d+\)?$/

/** A stack costs more than most queries, so a text that is sent often is traced only a few times. */
const STACKS_PER_TEXT = 3
/** The number of rows checked for nulls. */
const ROWS_LOOKED_AT = 200

const sites = new Map<string, QuerySite>()
for (const site of JSON.parse(readFileSync(process.env[SITES_FILE] ?? '', 'utf8')) as QuerySite[])
  sites.set(site.at, site)

const asked = new Map<string, { times: number; site: QuerySite | null }>()
const seen = new Set<string>()
const complaints = new Set<string>()

/** The innermost caller that is a query site; null for the queries of tests and libraries. */
function findSite(text: string): QuerySite | null {
  const known = asked.get(text) ?? { times: 0, site: null }
  if (known.times < STACKS_PER_TEXT) {
    known.times += 1
    known.site = siteInStack() ?? known.site
    asked.set(text, known)
  }
  return known.site
}

function siteInStack(): QuerySite | null {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 12
  const { stack = '' } = new Error()
  Error.stackTraceLimit = limit
  let passing: QuerySite | null = null
  for (const line of stack.split('\n')) {
    const [, path = '', number = ''] = FRAME.exec(line) ?? []
    const site = sites.get(`${path.slice(root.length + 1)}:${number}`)
    if (!path.startsWith(root) || site === undefined) continue
    if (site.declares.kind !== 'any') return site
    // `queryRows` itself passes on what its caller declares.
    seen.add(site.at)
    passing ??= site
  }
  return passing
}

function look(site: QuerySite, text: string, result: pg.QueryResult | pg.QueryResult[]): void {
  seen.add(site.at)
  // Several statements in one text: their results are not declared.
  if (Array.isArray(result)) return
  const rows = result.rows.slice(0, ROWS_LOOKED_AT) as (unknown[] | Record<string, unknown>)[]
  const columns = result.fields.map(({ name, dataTypeID }, index): Column => {
    const hadNull = rows.some((row) => (Array.isArray(row) ? row[index] : row[name]) === null)
    return { name, oid: dataTypeID, hadNull }
  })
  for (const complaint of compareRows(site, columns, text)) complaints.add(complaint)
}

type Query = (this: unknown, config: unknown, ...more: unknown[]) => unknown

/** Files share a process and this package: each wraps the package's original, not the previous file's wrapper. */
const ORIGINAL = Symbol.for('the query of pg itself')

function watch(of: { query: unknown; [ORIGINAL]?: unknown }): void {
  of[ORIGINAL] ??= of.query
  const query = of[ORIGINAL] as Query
  of.query = function (this: unknown, config: unknown, ...more: unknown[]) {
    const text = typeof config === 'string' ? config : (config as { text?: unknown } | null)?.text
    const site = typeof text === 'string' ? findSite(text) : null
    if (site === null) return query.call(this, config, ...more)
    const done = more.at(-1)
    if (typeof done !== 'function') {
      const answer = query.call(this, config, ...more)
      if (answer instanceof Promise) answer.then((result) => look(site, String(text), result)).catch(() => {})
      return answer
    }
    return query.call(this, config, ...more.slice(0, -1), (error: Error | null, result: pg.QueryResult) => {
      if (!error) look(site, String(text), result)
      done(error, result)
    })
  }
}

watch(pg.Client.prototype)
watch(pg.Pool.prototype)

/** What was found in this file so far; resets the list. */
export function takeComplaints(): string[] {
  const found = [...complaints]
  complaints.clear()
  return found
}

afterAll(() => {
  appendFileSync(process.env[LOOKED_AT_FILE] ?? '', [...seen].map((at) => `${at}\n`).join(''))
  const found = takeComplaints()
  if (found.length > 0) throw new Error(found.join('\n'))
})
