import { createRule, deleteRule, pauseRule, tryStoredRule } from '#lib/admin/alerts/rules.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { formatCount } from '#lib/domain/format.ts'
import { getAlertRule, listAlertRules } from '#lib/queries/admin/alert-rules.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { type Console, type readOptions, splitList, UsageError } from './command.ts'

export const ALERT_OPTIONS = {
  rule: { type: 'string' },
  name: { type: 'string' },
  vendors: { type: 'string' },
  components: { type: 'string' },
  kinds: { type: 'string' },
  impact: { type: 'string' },
  events: { type: 'string' },
  zone: { type: 'string' },
  quiet: { type: 'string' },
  digest: { type: 'string' },
  'cool-down': { type: 'string' },
  targets: { type: 'string' },
} as const

type AlertOptions = ReturnType<typeof readOptions<typeof ALERT_OPTIONS>>['values']

type RuleCommand = (options: AlertOptions, console: Console) => Promise<number>

const setPaused =
  (isPaused: boolean): RuleCommand =>
  async (options, { print }) => {
    const id = ruleId(options)
    await pauseRule(id, isPaused, 'cli')
    print(`The rule ${id} is ${isPaused ? 'paused' : 'in force'}.`)
    return 0
  }

/** `alerts rules …`, by the word that follows. */
export const ruleCommands: Record<string, RuleCommand> = {
  async list(_, { print }) {
    for (const { id, name, vendors, targets, pausedAt, notes } of await listAlertRules()) {
      const scope = vendors === null ? 'all vendors' : vendors.map(({ slug }) => slug).join(', ')
      const to = targets.map((target) => target.name).join(', ') || 'nobody'
      print(`${id}  ${name}  ${scope} → ${to}${pausedAt === null ? '' : '  paused'}`)
      for (const note of notes) print(`    ${note}`)
    }
    return 0
  },

  async create(options, { print }) {
    const { name, vendors, components, kinds, impact, events, zone, quiet, digest, targets } = options
    if (name === undefined) throw new UsageError('--name is missing: give the name of the rule.')
    const [quietFrom, quietUntil] = quiet?.split('-') ?? []
    const coolDown = options['cool-down']
    const id = await createRule(
      {
        name,
        ...(vendors !== undefined && { vendors: splitList(vendors) }),
        ...(components !== undefined && { components: splitList(components) }),
        ...(kinds !== undefined && { kinds: splitList(kinds) }),
        ...(impact !== undefined && { minImpact: impact }),
        ...(events !== undefined && { events: splitList(events) }),
        ...(zone !== undefined && { zone }),
        ...(quiet !== undefined && { quietFrom, quietUntil: quietUntil ?? '' }),
        ...(digest !== undefined && { digestMinutes: Number(digest) }),
        ...(coolDown !== undefined && { coolDownMinutes: Number(coolDown) }),
        ...(targets !== undefined && { targets: splitList(targets).map(Number) }),
      },
      'cli',
    )
    print(`Created the rule "${name}" with the id ${id}.`)
    for (const note of (await getAlertRule(id))?.notes ?? []) print(note)
    return 0
  },

  async try(options, { print }) {
    const id = ruleId(options)
    const rule = await getAlertRule(id)
    if (rule === null) throw new NotFoundError(`There is no rule ${id}.`)
    const { eventCount, messageCount, newest } = await tryStoredRule(rule, new Date())
    const events = formatCount(eventCount, 'event')
    print(`Over the last 30 days: ${events}, in ${formatCount(messageCount, 'message')} to each target.`)
    for (const { kind, at, vendor, title } of newest) print(`${at.toISOString()}  ${kind}  ${vendor}  ${title}`)
    return 0
  },

  pause: setPaused(true),
  resume: setPaused(false),

  async delete(options, { print }) {
    print(`Deleted the rule "${await deleteRule(ruleId(options), 'cli')}".`)
    return 0
  },
}

function ruleId({ rule }: AlertOptions): number {
  const id = toRowId(rule ?? '')
  if (id === null) throw new UsageError('--rule must be the id of a rule, as "alerts rules list" shows it.')
  return id
}
