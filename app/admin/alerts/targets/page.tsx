import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { AddTarget } from '#components/admin/alerts/add-target.tsx'
import { TargetList } from '#components/admin/alerts/target-list.tsx'
import { Section } from '#components/ui/section.tsx'
import { TARGET_KINDS } from '#lib/domain/alerts/target-kinds.ts'
import { listTargets } from '#lib/queries/admin/alert-targets.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Targets of alerts' }

export default async function TargetsPage({ searchParams }: { searchParams: SearchParams }) {
  const { role } = await requireMember('/admin/alerts/targets')
  const [targets, state, { kind }] = await Promise.all([listTargets(), readFlash(searchParams), searchParams])
  return (
    <AdminPage
      place="/admin/alerts"
      title="Targets"
      crumbs={
        <a href="/admin/alerts" className="linked">
          Alerts
        </a>
      }
      state={state}
    >
      <Section title="All targets" isRuled={false}>
        <TargetList targets={targets} />
      </Section>
      {role === 'admin' && (
        <Section id="add" title="Add a target">
          <AddTarget kind={TARGET_KINDS.find((known) => known === kind) ?? null} state={state} />
        </Section>
      )}
    </AdminPage>
  )
}
