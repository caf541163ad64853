import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { OverviewParts } from '#components/admin/overview.tsx'
import { isPublicUrlSet } from '#lib/env.ts'
import { getOverview } from '#lib/queries/admin/overview.ts'
import { getQueueProgress } from '#lib/queries/admin/queue-progress.ts'
import { readFlash } from './flash.ts'
import { getFreeBytes } from './free-space.ts'
import { requireMember } from './member.ts'

export const dynamic = 'force-dynamic'

export default async function OverviewPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin')
  const now = requestNow()
  const [overview, underWay, freeBytes, state] = await Promise.all([
    getOverview(now),
    getQueueProgress(null),
    getFreeBytes(),
    readFlash(searchParams),
  ])
  return (
    <AdminPage place="/admin" title="Overview" state={state}>
      <OverviewParts
        overview={overview}
        underWay={underWay}
        hasPublicUrl={isPublicUrlSet()}
        freeBytes={freeBytes}
        now={now}
        state={state}
      />
    </AdminPage>
  )
}
