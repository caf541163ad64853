import type { AlertTargetAnswer } from '#lib/domain/alerts/target-views.ts'
import { targetHealth } from '#lib/domain/alerts/target-views.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getTarget, listTargets } from '#lib/queries/admin/alert-targets.ts'
import { toRowId } from '#lib/url/row-id.ts'

/** The target of an address segment. Throws NotFoundError if there is none. */
export async function findTarget(text: string): Promise<AlertTargetAnswer> {
  const id = toRowId(text)
  const target = id === null ? null : await getTarget(id)
  if (target === null) throw new NotFoundError(`There is no target "${text}".`)
  return { ...target, health: targetHealth(target) }
}

export async function findTargets(): Promise<AlertTargetAnswer[]> {
  return (await listTargets()).map((target) => ({ ...target, health: targetHealth(target) }))
}
