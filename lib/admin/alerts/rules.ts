import { writeAudit } from '#lib/admin/audit.ts'
import { tryRule } from '#lib/alerts/rules/dry-run.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { type RuleDryRun, type RuleInput, type RuleView, ruleInput } from '#lib/domain/alerts/rule.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'

/**
 * Creates a rule and returns its id. Throws InvalidInputError naming the field for a value that cannot be, a vendor or a target
 * that there is not, and ConflictError for a name that another rule has.
 */
export async function createRule(given: unknown, actor: string): Promise<number> {
  const input = checkRule(given)
  return await inTransaction(async (tx) => {
    await expectNameFree(tx, input.name, null)
    const { rows } = await tx.query<{ id: number }>(
      `insert into alert_rules (name, is_for_all, components, kinds, min_impact, events, zone, quiet_from, quiet_until,
         digest_minutes, cool_down_minutes, paused_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $12 then now() end, $13)
       returning id`,
      [...columnsOf(input), actor],
    )
    const id = rows[0]?.id as number
    await writeLinks(tx, id, input)
    await writeAudit(tx, { actor, action: 'rule.create', subject: input.name, detail: describe(input) })
    return id
  })
}

/** Replaces a rule by what is given, whole. Throws as `createRule`, and NotFoundError for an unknown id. */
export async function changeRule(id: number, given: unknown, actor: string): Promise<void> {
  const input = checkRule(given)
  await inTransaction(async (tx) => {
    await holdRule(tx, id)
    await expectNameFree(tx, input.name, id)
    await tx.query<never>(
      `update alert_rules set name = $1, is_for_all = $2, components = $3, kinds = $4, min_impact = $5,
         events = $6, zone = $7, quiet_from = $8, quiet_until = $9, digest_minutes = $10,
         cool_down_minutes = $11, paused_at = case when $12 then coalesce(paused_at, now()) end
       where id = $13`,
      [...columnsOf(input), id],
    )
    await tx.query<never>('delete from alert_rule_targets where rule_id = $1', [id])
    await writeLinks(tx, id, input)
    await writeAudit(tx, { actor, action: 'rule.edit', subject: input.name, detail: describe(input) })
  })
}

/** Throws NotFoundError for an unknown id. Nothing happens to a rule that is in that state already. */
export async function pauseRule(id: number, isPaused: boolean, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name, pausedAt } = await holdRule(tx, id)
    if ((pausedAt !== null) === isPaused) return
    await tx.query<never>('update alert_rules set paused_at = case when $2 then now() end where id = $1', [
      id,
      isPaused,
    ])
    await writeAudit(tx, { actor, action: isPaused ? 'rule.pause' : 'rule.resume', subject: name })
  })
}

/** Deletes a rule; what it has sent stays in the log of its targets. Throws NotFoundError for an unknown id. */
export async function deleteRule(id: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    const { name } = await holdRule(tx, id)
    await tx.query<never>('delete from alert_rules where id = $1', [id])
    await writeAudit(tx, { actor, action: 'rule.delete', subject: name })
    return name
  })
}

/** What a rule as given would have sent over the last 30 days. Stores nothing. Throws InvalidInputError as `createRule`. */
export async function tryRuleInput(given: unknown, now: Date): Promise<RuleDryRun> {
  const input = checkRule(given)
  return await inTransaction(
    async (tx) => {
      const found = input.vendors === null ? null : await findVendors(tx, input.vendors)
      return await tryRule(tx, { ...input, vendorIds: idsOf(found) }, now)
    },
    { dryRun: true },
  )
}

/** The same of a rule that is stored, of which vendors may have been deleted. */
export async function tryStoredRule({ vendors, ...rule }: RuleView, now: Date): Promise<RuleDryRun> {
  return await inTransaction(
    async (tx) => {
      const slugs = vendors?.map(({ slug }) => slug) ?? null
      const found = slugs === null ? null : await findVendors(tx, slugs, new Set(slugs))
      return await tryRule(tx, { ...rule, vendorIds: idsOf(found) }, now)
    },
    { dryRun: true },
  )
}

function idsOf(found: Map<string, number | null> | null): number[] | null {
  return found === null ? null : [...found.values()].flatMap((id) => id ?? [])
}

function checkRule(given: unknown): RuleInput {
  const result = ruleInput.safeParse(given, { error: issueWords })
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new InvalidInputError(
    issue?.message ?? 'This is no rule.',
    issue?.path[0] === undefined ? null : String(issue.path[0]),
  )
}

async function holdRule(tx: Transaction, id: number): Promise<{ name: string; pausedAt: Date | null }> {
  const { rows } = await tx.query<{ name: string; pausedAt: Date | null }>(
    'select name, paused_at as "pausedAt" from alert_rules where id = $1 for update',
    [id],
  )
  if (rows[0] === undefined) throw new NotFoundError(`There is no rule ${id}.`)
  return rows[0]
}

async function expectNameFree(tx: Transaction, name: string, except: number | null): Promise<void> {
  // Of two people who choose the same name at once, one waits here for the other.
  await tx.query<never>('lock table alert_rules in share row exclusive mode')
  const { rowCount } = await tx.query<never>('select from alert_rules where name = $1 and id is distinct from $2', [
    name,
    except,
  ])
  if (rowCount !== 0) throw new ConflictError(`There is already a rule "${name}". Choose another name.`)
}

function columnsOf(input: RuleInput): unknown[] {
  return [
    input.name,
    input.vendors === null,
    input.components,
    input.kinds,
    input.minImpact,
    input.events,
    input.zone,
    input.quietFrom,
    input.quietUntil,
    input.digestMinutes,
    input.coolDownMinutes,
    input.paused,
  ]
}

/** Writes the vendors and targets of a rule. A vendor that it named before, and that is deleted, may stay. */
async function writeLinks(tx: Transaction, id: number, { vendors, targets }: RuleInput): Promise<void> {
  const { rows: lost } = await tx.query<{ slug: string }>(
    'delete from alert_rule_vendors where rule_id = $1 returning case when vendor_id is null then slug end as slug',
    [id],
  )
  if (vendors !== null) {
    const found = await findVendors(tx, vendors, new Set(lost.map(({ slug }) => slug)))
    await tx.query<never>(
      'insert into alert_rule_vendors (rule_id, slug, vendor_id) select $1, * from unnest($2::text[], $3::int[])',
      [id, [...found.keys()], [...found.values()]],
    )
  }
  const { rows } = await tx.query<{ id: number }>('select id from alert_targets where id = any($1)', [targets])
  const unknown = targets.find((target) => !rows.some((row) => row.id === target))
  if (unknown !== undefined) throw new InvalidInputError(`There is no target ${unknown}.`, 'targets')
  await tx.query<never>(
    'insert into alert_rule_targets (rule_id, target_id) select $1, unnest($2::int[]) on conflict do nothing',
    [id, targets],
  )
}

/** The ids of vendors by their slugs, present or former. */
async function findVendors(
  tx: Transaction,
  slugs: readonly string[],
  mayBeLost: ReadonlySet<string> = new Set(),
): Promise<Map<string, number | null>> {
  const { rows } = await tx.query<{ given: string; slug: string; id: number }>(
    `select given, v.slug, v.id from unnest($1::text[]) as given
     join vendors v on v.slug = given or v.id = (select vendor_id from vendor_aliases a where a.slug = given)`,
    [slugs],
  )
  const byGiven = new Map(rows.map((row) => [row.given, row]))
  const found = new Map<string, number | null>()
  for (const slug of slugs) {
    const row = byGiven.get(slug)
    if (row === undefined && !mayBeLost.has(slug))
      throw new InvalidInputError(`There is no vendor "${slug}".`, 'vendors')
    found.set(row?.slug ?? slug, row?.id ?? null)
  }
  return found
}

function describe({ name: _, ...input }: RuleInput): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
