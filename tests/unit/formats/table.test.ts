import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvFormat } from '#lib/formats/table.ts'
import { incidentView } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'

const read = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true })
const csv = (incidents: ReturnType<typeof incidentView>[]) => wholeFile(csvFormat(), incidents)

it('has one row an incident, in a form that another reader understands', async () => {
  const [row] = read(await csv([incidentView({ components: ['Exports', 'API'] })]))
  expect(row).toMatchObject({
    id: 'abcdefghjkmn',
    started_at: '2026-03-04T23:40:00.000Z',
    duration_seconds: '5400',
    duration_basis: 'reported',
    components: 'Exports; API',
  })
})

it('leaves empty what the vendor has not said', async () => {
  const [row] = read(await csv([incidentView({ endedAt: null, durationSeconds: null, status: null, sourceUrl: null })]))
  expect(row).toMatchObject({ ended_at: '', duration_seconds: '', status: '', source_url: '' })
})

it('has its times once more as spreadsheets take them for dates, in UTC as the column says', async () => {
  const [row] = read(await csv([incidentView({ scheduledFrom: new Date('2026-03-04T23:00:00.500Z') })]))
  expect(row).toMatchObject({
    started_at_utc: '2026-03-04 23:40:00',
    ended_at_utc: '2026-03-05 01:10:00',
    scheduled_from_utc: '2026-03-04 23:00:00',
    scheduled_until_utc: '',
  })
})

describe('a title that a spreadsheet would run', () => {
  it.each(["=cmd|'/c'!A1", '+1+1', '-2+3', '@SUM(A1)', '\t=1'])('%j is text', async (title) => {
    const [row] = read(await csv([incidentView({ title })]))
    expect(row?.title).toBe(`'${title}`)
  })

  it('commas, quotes and line ends stay inside their cell', async () => {
    const title = 'a,"b"\r\nc'
    const rows = read(await csv([incidentView({ title }), incidentView()]))
    expect(rows.map((row) => row.title)).toEqual([title, 'Slow exports'])
  })
})

it('an empty list is a table with only its head', async () => {
  expect(read(await csv([]))).toEqual([])
  expect(await csv([])).toContain('"duration_basis"')
})
