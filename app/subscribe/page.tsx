import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Drawn } from '#app/drawn.tsx'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { UnusableAddress } from '#app/unusable-address.tsx'
import { SubscribePage, type SubscribePageProps, subscribeTitle } from '#components/subscribe/subscribe-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { countUnrated } from '#lib/queries/incident/rated.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { MAX_STACKED, parseVendorChoice } from '#lib/url/vendor-choice.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const loaded = await loadSubscribe(await toQuery(searchParams))
  if ('problem' in loaded) return { title: 'No such view', robots: { index: false } }
  const slugs = loaded.vendors.map(({ slug }) => slug)
  return { title: subscribeTitle(loaded.vendors), alternates: { canonical: choicePath('/subscribe', slugs, '') } }
}

export default async function Subscribe({ searchParams }: { searchParams: SearchParams }) {
  const loaded = await loadSubscribe(await toQuery(searchParams))
  return 'problem' in loaded ? (
    <UnusableAddress problem={loaded.problem} href="/subscribe" />
  ) : (
    <Drawn>
      <SubscribePage {...loaded} />
    </Drawn>
  )
}

/** Unknown vendors are left out; where no other is named, there is no such page. */
const loadSubscribe = cache(async (query: string): Promise<SubscribePageProps | { problem: string }> => {
  const now = requestNow()
  const params = new URLSearchParams(query)
  try {
    const filter = parseHistoryFilter(params, now)
    const asked = parseVendorChoice(params.getAll('vendors'), MAX_STACKED)
    const { vendors } = await listChosenVendors(asked)
    if (asked.length > 0 && vendors.length === 0) notFound()
    const vendorIds = asked.length === 0 ? null : vendors.map(({ id }) => id)
    const rated = await countUnrated({ vendorIds, asOf: now })
    return { vendors, filter, rated, base: getEnv().PUBLIC_URL }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
