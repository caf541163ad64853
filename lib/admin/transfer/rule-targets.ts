import type { Transaction } from '#lib/database/transaction.ts'

/** The table in which an import holds which rule told the target of which name. */
export const RULE_TARGETS = 'imported_rule_targets'

export async function makeRuleTargetTable(tx: Transaction): Promise<void> {
  await tx.query<never>(`create temp table ${RULE_TARGETS} (rule_id int not null, target text not null) on commit drop`)
}

/** Gives imported rules the targets of this site that have the names of those they had. */
export async function linkRuleTargets(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `insert into alert_rule_targets (rule_id, target_id)
     select distinct r.id, t.id from ${RULE_TARGETS} n join alert_rules r on r.id = n.rule_id join alert_targets t on t.name = n.target
     on conflict do nothing`,
  )
}
