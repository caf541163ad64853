import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { RemoveSample } from '#components/admin/sample-parts.tsx'
import { SAMPLE_WORD, trySampleRemoval } from '#lib/admin/vendor/sample.ts'
import { getSample } from '#lib/queries/admin/setup.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Remove the sample' }

export default async function RemoveSamplePage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/sample/remove')
  const [sample, state] = await Promise.all([getSample(), readFlash(searchParams)])
  const impact = sample.sources === 0 ? null : await trySampleRemoval(requestNow())
  return (
    <AdminPage place="/admin" title="Remove the sample" state={state}>
      <RemoveSample sample={sample} impact={impact} word={SAMPLE_WORD} state={state} />
    </AdminPage>
  )
}
