import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { MergeChoice, MergeReviewParts } from '#components/admin/vendor/merge-page.tsx'
import type { FormState } from '#components/ui/form.tsx'
import { tryMerge } from '#lib/admin/vendor/merge-vendors.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { listVendorNames } from '#lib/queries/chosen-vendors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { readFlash } from '../../../flash.ts'
import { requireMember } from '../../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Merge two vendors' }

interface Props {
  params: Promise<{ vendor: string }>
  searchParams: SearchParams
}

/** With `into`, the slug of another vendor: previews merging with it, with `primary` as its primary source. */
export default async function MergePage({ params, searchParams }: Props) {
  const { vendor: slug } = await params
  await requireMember(`/admin/vendors/${slug}/merge`)
  const [{ into, primary }, state, vendors] = [
    await searchParams,
    await readFlash(searchParams),
    await listVendorNames(),
  ]
  const vendor = vendors.find((one) => one.slug === slug)
  if (vendor === undefined) notFound()
  const others = vendors.filter((one) => one.slug !== slug)
  const chosen = typeof into === 'string' && into !== '' ? into : null
  return (
    <AdminPage
      place="/admin/vendors"
      title={`Merge ${vendor.name} into another vendor`}
      crumbs={
        <a href={`/admin/vendors/${slug}`} className="linked">
          {vendor.name}
        </a>
      }
      state={state}
    >
      <MergeChoice slug={slug} into={chosen ?? ''} others={others} />
      {chosen !== null && <Review slug={slug} into={chosen} primary={toId(primary)} vendors={vendors} state={state} />}
    </AdminPage>
  )
}

async function Review(props: {
  slug: string
  into: string
  primary: number | null
  vendors: { slug: string; name: string }[]
  state: FormState
}) {
  const { slug, into, primary, vendors, state } = props
  try {
    const review = await tryMerge(slug, into, primary, requestNow())
    return <MergeReviewParts review={review} vendors={vendors} state={state} />
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    return (
      <p role="alert" className="mt-6">
        {error.message}
      </p>
    )
  }
}

function toId(text: string | string[] | undefined): number | null {
  return typeof text === 'string' ? toRowId(text) : null
}
