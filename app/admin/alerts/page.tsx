import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { RuleForm } from '#components/admin/alerts/rule-form.tsx'
import { RuleList } from '#components/admin/alerts/rule-list.tsx'
import { TargetList } from '#components/admin/alerts/target-list.tsx'
import { stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { listAlertRules, listRuleTargets } from '#lib/queries/admin/alert-rules.ts'
import { listTargets } from '#lib/queries/admin/alert-targets.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Alerts' }

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const { role } = await requireMember('/admin/alerts')
  const [rules, ruleTargets, targets, state] = await Promise.all([
    listAlertRules(),
    listRuleTargets(),
    listTargets(),
    readFlash(searchParams),
  ])
  return (
    <AdminPage place="/admin/alerts" title="Alerts" state={state}>
      <Section title="Rules" isRuled={false}>
        <RuleList rules={rules} />
      </Section>
      <Section title="Targets">
        <TargetList targets={targets} />
        <p className="mt-3 text-small">
          <a href="/admin/alerts/targets" className="linked">
            {role === 'admin' ? 'Add or change targets' : 'All targets'}
          </a>
        </p>
      </Section>
      {role === 'admin' && (
        <Section id="new-rule" title="Create a rule">
          <RuleForm rule={null} targets={ruleTargets} state={stateOf('create', state)} />
        </Section>
      )}
    </AdminPage>
  )
}
