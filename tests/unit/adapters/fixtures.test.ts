import { globSync, readFileSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Adapter, Platform } from '#lib/adapters/adapter.ts'
import { ADAPTERS, getAdapter } from '#lib/adapters/registry.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { REFUSED, SERVED, type Served } from './fixture-table.ts'
import { countOf, documentOf } from './test-adapter.ts'

// Soundness beyond the counts is each adapter's own test on its bodies.
describe.skipIf(!hasShared)('the collection of real bodies', { timeout: 60_000 }, () => {
  const root = sharedPath('fixtures')
  const names = hasShared
    ? globSync(`${root}/**/*`)
        .filter((path) => statSync(path).isFile())
        .map((path) => relative(root, path))
        // Documents in the shapes of the wild have right values of their own, in wild.test.ts.
        .filter((name) => !name.startsWith('wild/'))
        .sort()
    : []
  const bytesOf = (name: string) => readFileSync(`${root}/${name}`)
  const platforms = [...new Set(SERVED.map(({ platform }) => platform))]

  it('has no file of which nobody says whether it can be read', () => {
    const rules = [...SERVED, ...REFUSED]
    const odd = names.filter((name) => rules.filter(({ files }) => files.test(name)).length !== 1)
    expect(odd).toEqual([])
    expect(rules.filter(({ files }) => !names.some((name) => files.test(name)))).toEqual([])
  })

  const rows: Record<string, Record<string, number>> = {}
  it.each(platforms)('is read without loss where it is of %s', (platform) => {
    const adapter = getAdapter(platform)
    if (adapter === null) throw new Error(`No adapter reads ${platform}: its files are lost.`)
    const row = { files: 0, incidents: 0, updates: 0, warnings: 0, quarantined: 0 }
    for (const name of names) {
      const rule = SERVED.find(({ files }) => files.test(name))
      if (rule?.platform !== platform) continue
      const read = readFixture(adapter, rule, name, bytesOf(name))
      // An update that had to be put aside is in the quarantine, not lost.
      expect({ ...read, updates: read.updates + read.quarantined }, name).toMatchObject(read.raw)
      for (const column of ['incidents', 'updates', 'warnings', 'quarantined'] as const) row[column] += read[column]
      row.files += 1
    }
    rows[platform] = row
  })

  it('is told in one table, in which only what is odd has warnings', () => {
    process.stdout.write(formatTable(rows))
    const odd = Object.entries(rows).filter(([, { warnings, quarantined }]) => warnings !== 0 || quarantined !== 0)
    expect(odd.map(([platform, { warnings, quarantined }]) => [platform, warnings, quarantined])).toEqual(ODD)
  })

  const refused = REFUSED.map(({ files, reason }) => [reason, names.filter((name) => files.test(name))] as const)
  it.each(refused)('refuses what is %s', (_, files) => {
    for (const name of files) {
      const document = documentOf(bytesOf(name))
      expect(
        ADAPTERS.filter((adapter) => adapter.recognise(document) !== null).map(({ platform }) => platform),
        name,
      ).toEqual([])
    }
  })
})

/** Platform, warnings, quarantined: a document without a time zone, two unknown severities, and events without a time. */
const ODD: [Platform, number, number][] = [
  ['cachet', 1, 0],
  ['salesforce', 0, 2],
  ['cstate', 2, 0],
]

function readFixture(adapter: Adapter, { documents, count }: Served, name: string, bytes: Buffer) {
  const served = documents?.(bytes, name) ?? [documentOf(bytes)]
  const read = { incidents: 0, updates: 0, named: 0, warnings: 0, quarantined: 0 }
  for (const document of served) {
    expect(ADAPTERS.find((asked) => asked.recognise(document) !== null)?.platform, name).toBe(adapter.platform)
    const parsed = adapter.parse(document)
    const { incidents, updates } = countOf(parsed)
    read.incidents += incidents
    read.updates += updates
    read.named += parsed.references.length
    read.warnings += parsed.warnings.length
    read.quarantined += parsed.quarantined.length
  }
  return { ...read, raw: count(decode(bytes)) }
}

/** The one body in UTF-16 begins with its mark. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff
  return new TextDecoder(isUtf16 ? 'utf-16be' : 'utf-8').decode(bytes)
}

function formatTable(rows: Record<string, Record<string, number>>): string {
  const columns = ['files', 'incidents', 'updates', 'warnings', 'quarantined']
  const line = (first: string, cells: unknown[]) =>
    `${first.padEnd(14)}${cells.map((cell) => String(cell).padStart(13)).join('')}\n`
  const body = Object.entries(rows).map(([platform, row]) =>
    line(
      platform,
      columns.map((column) => row[column]),
    ),
  )
  return `\n${line('platform', columns)}${body.join('')}`
}
