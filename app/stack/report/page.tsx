import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { previewOf } from '#app/preview.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { ReportPage } from '#components/stack/report/report-page.tsx'
import { reportSentence, reportTitle } from '#lib/text/report-words.ts'
import { reportPath } from '#lib/url/report.ts'
import { loadReport } from './load.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const loaded = await loadReport(await toQuery(searchParams))
  if ('problem' in loaded) return { title: 'No such report', robots: { index: false } }
  const { report } = loaded
  const title = reportTitle(report)
  const description =
    reportSentence(report)?.text ?? 'A quarter of the vendors you depend on: figures, shared outages and what is known.'
  const slugs = report.vendors.map(({ slug }) => slug).sort()
  const url = reportPath(slugs, { quarter: report.quarter, target: report.target })
  return { title, description, alternates: { canonical: url }, ...previewOf({ title, description, url }, null) }
}

export default async function StackReport({ searchParams }: { searchParams: SearchParams }) {
  const loaded = await loadReport(await toQuery(searchParams))
  return 'problem' in loaded ? (
    <UnusableAddress {...loaded} />
  ) : (
    <Drawn>
      <ReportPage {...loaded} />
    </Drawn>
  )
}
