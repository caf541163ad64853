import { db } from '#lib/database/client.ts'
import type { RuleView } from '#lib/domain/alerts/rule.ts'

const WITH_LINKS = {
  vendors: { include: { vendor: { select: { slug: true, name: true } } }, orderBy: { slug: 'asc' } },
  targets: {
    include: { target: { select: { id: true, name: true, pausedAt: true, disabledAt: true } } },
    orderBy: { targetId: 'asc' },
  },
} as const

/** All rules by name. */
export async function listAlertRules(): Promise<RuleView[]> {
  const rules = await db().alertRule.findMany({ include: WITH_LINKS, orderBy: { name: 'asc' } })
  return rules.map(toView)
}

/** Null for an unknown id. */
export async function getAlertRule(id: number): Promise<RuleView | null> {
  const rule = await db().alertRule.findUnique({ where: { id }, include: WITH_LINKS })
  return rule === null ? null : toView(rule)
}

/** The targets that a rule can have, by name. */
export async function listRuleTargets(): Promise<{ id: number; name: string }[]> {
  return await db().alertTarget.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } })
}

type StoredRule = NonNullable<Awaited<ReturnType<typeof findOne>>>
const findOne = () => db().alertRule.findFirst({ include: WITH_LINKS })

function toView({ isForAll, vendors: named, targets: linked, ...rule }: StoredRule): RuleView {
  const targets = linked.map(({ target }) => target)
  const vendors = named.map(({ slug, vendor }) => ({ slug: vendor?.slug ?? slug, name: vendor?.name ?? null }))
  return {
    ...rule,
    kinds: rule.kinds as RuleView['kinds'],
    events: rule.events as RuleView['events'],
    vendors: isForAll ? null : vendors,
    targets: targets.map(({ id, name }) => ({ id, name })),
    notes: [
      ...(isForAll ? [] : noteLost(vendors)),
      ...(targets.length === 0 ? ['It has no target, so it tells nobody.'] : []),
      ...targets.flatMap(({ name, pausedAt, disabledAt }) =>
        disabledAt !== null
          ? [`Its target ${name} has been disabled.`]
          : pausedAt !== null
            ? [`Its target ${name} is paused.`]
            : [],
      ),
    ],
  }
}

function noteLost(vendors: { slug: string; name: string | null }[]): string[] {
  const lost = vendors.filter(({ name }) => name === null).map(({ slug }) => `The vendor ${slug} has been deleted.`)
  return lost.length > 0 && lost.length === vendors.length
    ? [...lost, 'None of its vendors is left, so it tells nothing.']
    : lost
}
