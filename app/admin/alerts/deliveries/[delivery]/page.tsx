import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { DeliveryParts } from '#components/admin/alerts/delivery-page.tsx'
import { deliveryWords } from '#components/admin/alerts/target-words.ts'
import { getDelivery } from '#lib/queries/admin/alert-targets.ts'
import { toLongRowId } from '#lib/url/row-id.ts'
import { readFlash } from '../../../flash.ts'
import { requireMember } from '../../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Delivery of an alert' }

export default async function DeliveryPage({
  params,
  searchParams,
}: {
  params: Promise<{ delivery: string }>
  searchParams: SearchParams
}) {
  const { delivery: text } = await params
  const { role } = await requireMember(`/admin/alerts/deliveries/${text}`)
  const id = toLongRowId(text)
  const found = id === null ? null : await getDelivery(id)
  if (found === null) notFound()
  const { delivery, attempts } = found
  const state = await readFlash(searchParams)
  return (
    <AdminPage
      place="/admin/alerts"
      title={deliveryWords(delivery)}
      crumbs={
        <a href={`/admin/alerts/targets/${delivery.targetId}`} className="linked">
          {delivery.targetName}
        </a>
      }
      state={state}
    >
      <DeliveryParts delivery={delivery} attempts={attempts} state={state} canChange={role === 'admin'} />
    </AdminPage>
  )
}
