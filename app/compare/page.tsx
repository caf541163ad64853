import type { Metadata } from 'next'
import { redirectDayRange } from '#app/day-range.ts'
import { Drawn } from '#app/drawn.tsx'
import { previewOf } from '#app/preview.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { ComparePage, compareTitle } from '#components/compare/compare-page.tsx'
import { comparisonOf, comparisonSummary } from '#components/compare/compare-sentence.ts'
import { choicePath } from '#lib/url/path.ts'
import { loadComparison } from './load.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const loaded = await loadComparison(await toQuery(searchParams))
  if ('problem' in loaded) return { title: 'No such comparison', robots: { index: false } }
  const { vendors } = loaded.comparison
  const title = compareTitle(vendors)
  const description =
    comparisonSummary(comparisonOf(loaded.comparison, loaded.filter)) ??
    'The outage histories of up to five vendors side by side, over the same window.'
  const url = choicePath(
    '/compare',
    vendors.map(({ slug }) => slug),
    '',
  )
  return { title, description, alternates: { canonical: url }, ...previewOf({ title, description, url }, null) }
}

export default async function Compare({ searchParams }: { searchParams: SearchParams }) {
  const query = await toQuery(searchParams)
  redirectDayRange('/compare', query)
  const loaded = await loadComparison(query)
  return 'problem' in loaded ? (
    <UnusableAddress problem={loaded.problem} href="/compare" />
  ) : (
    <Drawn>
      <ComparePage {...loaded} />
    </Drawn>
  )
}
