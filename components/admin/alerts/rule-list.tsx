import type { RuleView } from '#lib/domain/alerts/rule.ts'
import { formatCount } from '#lib/domain/format.ts'

/** The rules with what each is for, and why it may tell less than it seems to. */
export function RuleList({ rules }: { rules: readonly RuleView[] }) {
  if (rules.length === 0) return <p className="text-soft">There are no rules, so nobody is notified.</p>
  return (
    <ul className="grid gap-5">
      {rules.map((rule) => (
        <li key={rule.id}>
          <p className="wrap-anywhere">
            <a href={`/admin/alerts/rules/${rule.id}`} className="linked font-[580]">
              {rule.name}
            </a>
            {rule.pausedAt !== null && ', paused'}
          </p>
          <p className="wrap-anywhere text-small text-soft">
            {scopeOf(rule)}; {formatCount(rule.events.length, 'kind of event', 'kinds of events')}
            {rule.targets.length > 0 && `; to ${rule.targets.map(({ name }) => name).join(', ')}`}
          </p>
          {rule.notes.map((note) => (
            <p key={note} className="text-small">
              {note}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}

function scopeOf({ vendors }: RuleView): string {
  if (vendors === null) return 'All vendors'
  return vendors.length <= 3
    ? vendors.map(({ name, slug }) => name ?? slug).join(', ')
    : formatCount(vendors.length, 'vendor')
}
