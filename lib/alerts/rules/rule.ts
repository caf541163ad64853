import type { Transaction } from '#lib/database/transaction.ts'
import type { RuleInput } from '#lib/domain/alerts/rule.ts'

/** What decides what a rule tells of, and when. */
export interface Rule extends Omit<RuleInput, 'name' | 'vendors' | 'targets' | 'paused' | 'digestMinutes'> {
  id: number
  digestMinutes: number | null
  /** Null for all; empty once all that it named have been deleted. */
  vendorIds: readonly number[] | null
  targetIds: readonly number[]
}

/** The rules that are not paused and have a target. */
export async function loadRules(tx: Transaction): Promise<Rule[]> {
  const { rows } = await tx.query<Rule>(
    `select r.id, r.components, r.kinds, r.min_impact as "minImpact", r.events, r.zone,
       r.quiet_from as "quietFrom", r.quiet_until as "quietUntil", r.digest_minutes as "digestMinutes",
       r.cool_down_minutes as "coolDownMinutes",
       case when not r.is_for_all then array(
         select vendor_id from alert_rule_vendors v where v.rule_id = r.id and vendor_id is not null
       ) end as "vendorIds",
       array(select target_id from alert_rule_targets t where t.rule_id = r.id order by 1) as "targetIds"
     from alert_rules r
     where r.paused_at is null and exists (select from alert_rule_targets t where t.rule_id = r.id)
     order by r.id`,
  )
  return rows
}
