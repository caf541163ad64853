import type { Metadata } from 'next'
import { redirectDayRange } from '#app/day-range.ts'
import { Drawn } from '#app/drawn.tsx'
import { previewOf } from '#app/preview.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { summaryOf } from '#components/history/history-sentence.ts'
import { StackPage, stackSentence, stackTitle } from '#components/stack/stack-page.tsx'
import { choicePath } from '#lib/url/path.ts'
import { loadStack } from './load.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const loaded = await loadStack(await toQuery(searchParams))
  if ('problem' in loaded) return { title: 'No such stack', robots: { index: false } }
  const { stack, filter } = loaded
  const slugs = stack.vendors.map(({ slug }) => slug)
  const title = stackTitle(stack.vendors)
  const description =
    slugs.length === 0
      ? 'The outages of the vendors you depend on: one list, one feed, one calendar.'
      : summaryOf(stackSentence(stack, filter), stack.history, filter)
  const url = choicePath('/stack', slugs, '')
  return {
    title,
    description,
    alternates: {
      canonical: url,
      ...(slugs.length > 0 && { types: { 'application/atom+xml': choicePath('/stack/feed.atom', slugs, '') } }),
    },
    ...previewOf({ title, description, url }, slugs.length === 0 ? null : choicePath('/stack/image.png', slugs, '')),
  }
}

export default async function Stack({ searchParams }: { searchParams: SearchParams }) {
  const query = await toQuery(searchParams)
  redirectDayRange('/stack', query)
  const loaded = await loadStack(query)
  return 'problem' in loaded ? (
    <UnusableAddress problem={loaded.problem} href="/stack" />
  ) : (
    <Drawn>
      <StackPage {...loaded} />
    </Drawn>
  )
}
