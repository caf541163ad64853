import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { formatVendorMetrics } from '#lib/formats/monitoring.ts'
import { aVendorSummary } from '#tests/support/vendor-summary.ts'
import { findPackage, isThere, run } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'outage-history-grafana-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = readFileSync('docs/monitoring/dashboard.json', 'utf8')
/** What is asked of a data source has the data source's own form. */
const typed = JSON.stringify(JSON.parse(text, (key, value) => (key === 'target' ? undefined : value)))
const dashboard: { panels: { targets?: { expr: string }[] }[] } = JSON.parse(text)
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

/** JSON has no enums, only their words. */
const DECLARED = `import type { Dashboard } from '@grafana/schema'
type Words<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T]: Words<T[K]> } : T
`

describe.skipIf(findPackage('@grafana/schema') === null)('Grafana’s own types', () => {
  it('take the dashboard, and refuse one with a wrong word', () => {
    const compile = (name: string, json: string) => {
      const source = join(folder, `${name}.ts`)
      writeFileSync(source, `${DECLARED}export const dashboard: Words<Dashboard> = ${json}\n`)
      const options = ['--noEmit', '--skipLibCheck', '--strict', '--module', 'nodenext', '--ignoreConfig', source]
      return spawnSync(join(process.cwd(), 'node_modules/.bin/tsc'), options, { encoding: 'utf8', cwd: folder })
    }
    symlinkSync(join(process.env.CLIENT_PACKAGES ?? '', 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    expect(compile('dashboard', typed).stdout).toBe('')
    expect(compile('wrong', typed.replace('"schemaVersion":39', '"schemaVersion":"39"')).status).not.toBe(0)
    expect(compile('misspelt', typed.replace('"gridPos"', '"gridpos"')).status).not.toBe(0)
  })
})

describe.skipIf(!isThere('promtool'))('Prometheus', () => {
  it('takes each query of the dashboard, of metrics that there are', () => {
    const vendors = [aVendorSummary('acme', { checkedAt: new Date(5_000) })]
    const metrics = formatVendorMetrics(vendors, [{ vendor: 'acme', kind: 'incident', impact: 'major', count: 2 }])
    expect(expressions.length).toBeGreaterThan(3)
    for (const expression of expressions)
      for (const [name] of expression.matchAll(/outage_history_\w+/g)) expect(metrics).toContain(`\n${name}{`)
    const rules = expressions.map((expr, index) => ({
      record: `query:${index}`,
      expr: expr.replaceAll('$vendor', 'acme'),
    }))
    const path = join(folder, 'rules.yml')
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
    expect(run(folder, 'promtool', ['check', 'rules', path])).toContain(`${expressions.length} rules found`)
  })
})
