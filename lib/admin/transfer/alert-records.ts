import { list, type RecordType, time } from './record-type.ts'
import { RULE_TARGETS } from './rule-targets.ts'

/**
 * Rules of alerts. Their targets have secrets and stay on their site: a rule that was imported tells those that have the same names
 * here, and nobody where there are none (rule-targets.ts).
 */
export const ALERT_RECORDS: RecordType[] = [
  {
    name: 'alertRule',
    table: 'alert_rules',
    order: 'id',
    fields: {
      id: 'id',
      name: 'name',
      isForAll: 'is_for_all',
      components: list('components'),
      kinds: list('kinds'),
      minImpact: 'min_impact',
      events: list('events'),
      zone: 'zone',
      quietFrom: 'quiet_from',
      quietUntil: 'quiet_until',
      digestMinutes: 'digest_minutes',
      coolDownMinutes: 'cool_down_minutes',
      pausedAt: time('paused_at'),
      createdBy: 'created_by',
      createdAt: time('created_at'),
    },
  },
  {
    name: 'alertRuleVendor',
    table: 'alert_rule_vendors',
    order: 'rule_id, slug',
    fields: {
      ruleId: 'rule_id',
      slug: 'slug',
      vendorId: 'vendor_id',
    },
  },
  {
    name: 'alertRuleTarget',
    table: RULE_TARGETS,
    source:
      '(select rule_id, name as target from alert_rule_targets join alert_targets on alert_targets.id = target_id) named',
    order: 'rule_id, target',
    fields: {
      ruleId: 'rule_id',
      target: 'target',
    },
  },
]
