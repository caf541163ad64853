import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { TargetParts } from '#components/admin/alerts/target-page.tsx'
import { getTarget, listDeliveries } from '#lib/queries/admin/alert-targets.ts'
import { toLongRowId, toRowId } from '#lib/url/row-id.ts'
import { readFlash } from '../../../flash.ts'
import { requireMember } from '../../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Target of alerts' }

const PAGE_SIZE = 50

export default async function TargetPage({
  params,
  searchParams,
}: {
  params: Promise<{ target: string }>
  searchParams: SearchParams
}) {
  const { target: text } = await params
  const { role } = await requireMember(`/admin/alerts/targets/${text}`)
  const id = toRowId(text)
  const { before } = await searchParams
  const last = typeof before === 'string' ? toLongRowId(before) : null
  if (id === null) notFound()
  const [target, deliveries, state] = await Promise.all([
    getTarget(id),
    listDeliveries(id, PAGE_SIZE + 1, last),
    readFlash(searchParams),
  ])
  if (target === null) notFound()
  return (
    <AdminPage
      place="/admin/alerts"
      title={target.name}
      crumbs={
        <a href="/admin/alerts/targets" className="linked">
          Targets
        </a>
      }
      state={state}
    >
      <TargetParts
        target={target}
        deliveries={deliveries.slice(0, PAGE_SIZE)}
        hasMore={deliveries.length > PAGE_SIZE}
        state={state}
        secret={state.secret}
        canChange={role === 'admin'}
      />
    </AdminPage>
  )
}
