import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ReportPage } from '#components/stack/report/report-page.tsx'
import { ReportTable } from '#components/stack/report/report-table.tsx'
import { reportToMarkdown } from '#lib/formats/report-markdown.ts'
import { getReport } from '#lib/queries/report/report.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const NOW = at('2026-06-01T00:00Z')
const outage = (id: string, from: string, to: string) =>
  anIncident(id, { statedStartedAt: at(from), statedEndedAt: at(to), impact: 'major', updates: [] })

async function fill(): Promise<void> {
  const readAt = '2026-04-02T00:00Z'
  const before = outage('old', '2025-06-01T00:00Z', '2025-06-01T01:00Z')
  await ingest(aDocument([before, outage('a', '2026-02-03T10:00Z', '2026-02-03T14:00Z')]), { vendor: 'acme', readAt })
  await ingest(aDocument([before, outage('b', '2026-02-03T12:00Z', '2026-02-04T00:00Z')]), { vendor: 'bolt', readAt })
  await ingest(aDocument([outage('c', '2026-05-01T00:00Z', '2026-05-01T01:00Z')]), { vendor: 'cord', readAt: NOW })
}

const reportOf = (slugs: string[], quarter = '2026-Q1', target: number | null = null) =>
  getReport({ slugs, quarter, target }, NOW)

it('ranks the vendors of a quarter, with shares, shared outages, worst days and the documents', async () => {
  await fill()
  const report = await reportOf(['acme', 'bolt', 'cord', 'nobody'], '2026-Q1', 99.9)
  expect(report.vendors.map(({ slug, share }) => [slug, share])).toEqual([
    ['bolt', 0.75],
    ['acme', 0.25],
    ['cord', null],
  ])
  expect(report.together).toMatchObject({ incidentCount: 2, downtimeSeconds: 14 * 3600 })
  expect(report.shared).toMatchObject({ seconds: 7200, count: 1, longest: [{ vendors: ['acme', 'bolt'] }] })
  expect(report.worstDays).toEqual([
    {
      day: '2026-02-03',
      downtimeSeconds: 14 * 3600,
      downtimeIsMinimum: false,
      vendors: [
        { slug: 'bolt', seconds: 12 * 3600 },
        { slug: 'acme', seconds: 4 * 3600 },
      ],
    },
  ])
  expect(report.vendors[0]?.months?.map(({ isOver }) => isOver)).toEqual([false, true, false])
  expect(report.documents.map(({ vendor, incidentCount }) => [vendor, incidentCount])).toEqual([
    ['acme', 1],
    ['bolt', 1],
  ])
  expect(report.unknown).toEqual(['nobody'])
  const html = renderToStaticMarkup(
    <ReportPage
      report={report}
      offered={{ vendors: [], total: 0, find: '' }}
      last="2026-Q1"
      siteUrl="https://outages.example"
    />,
  )
  // On paper, an address without its host leads nowhere.
  expect(html).toContain('https://outages.example/stack/report?vendors=')
  const markdown = reportToMarkdown(report, 'https://outages.example/stack/report')
  for (const text of [html.replaceAll(/<[^>]*>/g, ''), markdown]) {
    expect(text).toContain('These 3 vendors had 2 outages in Q1 2026 totaling 14h 0m of downtime')
    expect(text).toContain('Two or more of them were down at once for 2h 0m, in 1 period.')
    expect(text).toContain('over 40m')
    expect(text).toContain('Whether it had more or fewer outages than in Q4 2025 can’t be said: ')
    expect(text).toContain('not enough is known')
    expect(text).toContain(report.documents[0]?.sha256)
  }
  expect(markdown).toContain('| cord | not known |')
})

it('of one vendor it has no shares and nothing shared, and of none it is empty', async () => {
  const one = await reportOf(['acme'])
  expect(one).toMatchObject({ together: null, shared: null, vendors: [{ share: null }] })
  expect(reportToMarkdown(one, 'https://outages.example')).toContain('A report of one vendor has no shared outages')
  expect(await reportOf([])).toMatchObject({ vendors: [], together: null, shared: null, documents: [] })
})

it('says where nothing was down, and where nothing is rated', async () => {
  const whole = { completeness: 'whole' } as const
  const quiet = outage('q', '2025-12-01T00:00Z', '2025-12-01T01:00Z')
  const unrated = outage('u', '2026-03-01T10:00Z', '2026-03-01T11:00Z')
  const readAt = '2026-04-02T00:00Z'
  await ingest(aDocument([quiet], whole), { vendor: 'dora', readAt })
  await ingest(aDocument([quiet, { ...unrated, impact: 'unknown' }], whole), { vendor: 'emma', readAt })
  const report = await reportOf(['dora', 'emma'])
  const markdown = reportToMarkdown(report, 'https://outages.example')
  expect(markdown).toMatch(/\| emma \| 1 \| 1h 0m \| 100% \| not rated \|/)
  expect(markdown).toMatch(/\| dora \| 0 \| none \| 0% \| none \|/)
  const html = renderToStaticMarkup(<ReportTable report={report} />)
  expect(html).toContain('>not rated</td>')
  expect(html).not.toContain('at least')
})

it('refuses a quarter before everything known of its vendors', async () => {
  await expect(reportOf(['acme', 'bolt'], '2025-Q1')).rejects.toThrow('The first quarter with data is 2025-Q2.')
  await expect(reportOf(['cord'])).rejects.toThrow('The first quarter with data, 2026-Q2, is not over.')
})
