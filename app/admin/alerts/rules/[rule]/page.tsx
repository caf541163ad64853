import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { RuleDryRunParts } from '#components/admin/alerts/rule-dry-run.tsx'
import { RuleForm } from '#components/admin/alerts/rule-form.tsx'
import { RuleList } from '#components/admin/alerts/rule-list.tsx'
import { Button, CheckField, FormError, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { tryStoredRule } from '#lib/admin/alerts/rules.ts'
import { getAlertRule, listRuleTargets } from '#lib/queries/admin/alert-rules.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { readFlash } from '../../../flash.ts'
import { requireMember } from '../../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Alert rule' }

export default async function RulePage({
  params,
  searchParams,
}: {
  params: Promise<{ rule: string }>
  searchParams: SearchParams
}) {
  const { rule: text } = await params
  const { role } = await requireMember(`/admin/alerts/rules/${text}`)
  const id = toRowId(text)
  const rule = id === null ? null : await getAlertRule(id)
  if (rule === null) return notFound()
  const [result, targets, state] = await Promise.all([
    tryStoredRule(rule, requestNow()),
    listRuleTargets(),
    readFlash(searchParams),
  ])
  const deletion = stateOf('delete', state)
  return (
    <AdminPage
      place="/admin/alerts"
      title={rule.name}
      crumbs={
        <a href="/admin/alerts" className="linked">
          Alerts
        </a>
      }
      state={state}
    >
      <Section title="Now" isRuled={false}>
        <RuleList rules={[rule]} />
      </Section>
      <Section title="Dry run" aside="the last 30 days">
        <RuleDryRunParts result={result} />
      </Section>
      {role === 'admin' && (
        <>
          <Section title="Edit">
            <RuleForm rule={rule} targets={targets} state={stateOf('edit', state)} />
          </Section>
          <Section title="Delete">
            <form method="post" action="/admin/alerts/rules/change" className="grid gap-2">
              <input type="hidden" name="form" value="delete" />
              <input type="hidden" name="rule" value={rule.id} />
              <FormError state={deletion} />
              <CheckField
                name="confirm"
                label="Tell nobody by this rule from now on"
                required
                scope="delete-"
                state={deletion}
              />
              <p>
                <Button look="danger">Delete this rule</Button>
              </p>
            </form>
          </Section>
        </>
      )}
    </AdminPage>
  )
}
