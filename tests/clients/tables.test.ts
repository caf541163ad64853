import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { csvFormat } from '#lib/formats/table.ts'
import { incidentView } from '#tests/support/incident-view.ts'
import { wholeFile } from '#tests/support/pieces.ts'
import { findPackage, isThere, run } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'outage-history-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'incidents.csv')
writeFileSync(file, await wholeFile(csvFormat(), [incidentView({ title: 'R&D, "late"' })]))

describe.skipIf(!isThere('soffice'))('LibreOffice', () => {
  it('takes the times in UTC for dates, and durations for numbers', () => {
    // The last of its options is "Detect special numbers" of the import dialog: without it, no text becomes a date.
    const home = `-env:UserInstallation=file://${join(folder, 'office')}`
    run(folder, 'soffice', [
      home,
      '--headless',
      '--infilter=CSV:44,34,76,1,,0,false,true',
      '--convert-to',
      'fods',
      '--outdir',
      folder,
      file,
    ])
    const sheet = readFileSync(join(folder, 'incidents.fods'), 'utf8')
    expect(sheet).toContain('office:value-type="date" office:date-value="2026-03-04T23:40:00"')
    expect(sheet).toMatch(/office:value-type="float" office:value="5400"/)
    expect(sheet).toContain('<text:p>R&amp;D, &quot;late&quot;</text:p>')
  })
})

interface DuckDb {
  DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): Record<string, unknown>[] }> }>
    }>
  }
}
const duckDb = findPackage<DuckDb>('@duckdb/node-api')

describe.skipIf(duckDb === null)('DuckDB', () => {
  it('takes times for timestamps, those in UTC without a zone, and durations for numbers', async () => {
    const instance = await duckDb?.DuckDBInstance.create(':memory:')
    const connection = await instance?.connect()
    const read = async (sql: string) => (await connection?.runAndReadAll(sql))?.getRowObjectsJson() ?? []
    const columns = await read(`DESCRIBE SELECT * FROM '${file}'`)
    const types = Object.fromEntries(columns.map(({ column_name, column_type }) => [column_name, column_type]))
    expect(types).toMatchObject({ started_at_utc: 'TIMESTAMP', ended_at_utc: 'TIMESTAMP', duration_seconds: 'BIGINT' })
    expect(types.started_at).toMatch(/^TIMESTAMP/)
    const [row] = await read(`SELECT title, epoch(ended_at_utc - started_at_utc)::int AS seconds,
      duration_seconds::int AS said FROM '${file}'`)
    expect(row).toEqual({ title: 'R&D, "late"', seconds: 5400, said: 5400 })
  })
})
