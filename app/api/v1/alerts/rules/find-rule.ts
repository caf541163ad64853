import type { RuleView } from '#lib/domain/alerts/rule.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getAlertRule } from '#lib/queries/admin/alert-rules.ts'
import { toRowId } from '#lib/url/row-id.ts'

/** The rule of an address segment. Throws NotFoundError if there is none. */
export async function findRule(text: string): Promise<RuleView> {
  const id = toRowId(text)
  const rule = id === null ? null : await getAlertRule(id)
  if (rule === null) throw new NotFoundError(`There is no rule "${text}".`)
  return rule
}
