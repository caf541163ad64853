import { laneOf, type Match } from '#lib/alerts/deliveries/queue.ts'
import type { AlertEvent } from '#lib/alerts/events/event.ts'
import { insertRows } from '#lib/database/bulk-write.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { coolDownAfter, holdUntil } from './hold.ts'
import { type EventFacts, isMatch, withoutToldUpdates } from './match.ts'
import { loadRules, type Rule } from './rule.ts'

interface EventMatch extends Match {
  event: AlertEvent
}

/** What the rules want sent of these events, in their order, and until when it waits. */
export async function listMatches(tx: Transaction, events: AlertEvent[], now: Date): Promise<EventMatch[]> {
  const rules = await loadRules(tx)
  if (rules.length === 0) return []
  const incidents = await loadFacts(tx, events)
  const facts = events.map((event) => ({
    event,
    facts: { ...event, incident: incidents.get(String(event.incidentId)) ?? null } as EventFacts,
  }))
  const cooling = await CoolDowns.load(tx, rules)
  const matches = rules.flatMap((rule) => {
    const wanted = facts.filter(({ facts }) => isMatch(rule, facts)).map(({ event }) => event)
    return pickTold(wanted).flatMap((event) => {
      const until = holdUntil(rule, event.kind, now, cooling.endOf(rule, event))
      cooling.begin(rule, event, now)
      return rule.targetIds.map((targetId): EventMatch => ({ event, ruleId: rule.id, targetId, holdUntil: until }))
    })
  })
  await cooling.store(tx)
  return matches.toSorted((a, b) => (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : a.ruleId - b.ruleId))
}

/** Without the updates that a turn of the same read tells. */
function pickTold(events: AlertEvent[]): AlertEvent[] {
  const groups = Map.groupBy(events, ({ incidentId, recordedAt, id }) =>
    incidentId === null ? `e${id}` : `${incidentId} ${recordedAt.getTime()}`,
  )
  return [...groups.values()].flatMap((group) => withoutToldUpdates(group))
}

/** The incidents of the events, as pages show them now. */
async function loadFacts(tx: Transaction, events: AlertEvent[]) {
  const ids = [...new Set(events.flatMap(({ incidentId }) => (incidentId === null ? [] : [String(incidentId)])))]
  if (ids.length === 0) return new Map<string, EventFacts['incident']>()
  const { rows } = await tx.query<{ id: string } & NonNullable<EventFacts['incident']>>(
    `select i.id, i.kind, i.impact, array(
       select c.name from incident_components ic join components c on c.id = ic.component_id where ic.incident_id = i.id
     ) as components
     from incidents i where i.id = any($1)`,
    [ids],
  )
  return new Map<string, EventFacts['incident']>(rows.map((row) => [row.id, row]))
}

interface CoolDown {
  ruleId: number
  subject: string
  until: Date
}

/** Of which subject which rule has just told. */
class CoolDowns {
  private readonly known: Map<string, CoolDown>
  private readonly fresh: CoolDown[] = []

  private constructor(known: CoolDown[]) {
    this.known = new Map(known.map((one) => [`${one.ruleId} ${one.subject}`, one]))
  }

  static async load(tx: Transaction, rules: Rule[]): Promise<CoolDowns> {
    const ids = rules.filter(({ coolDownMinutes }) => coolDownMinutes !== null).map(({ id }) => id)
    if (ids.length === 0) return new CoolDowns([])
    const { rows } = await tx.query<CoolDown>(
      'select rule_id as "ruleId", subject, until from alert_cool_downs where rule_id = any($1) and until > now()',
      [ids],
    )
    return new CoolDowns(rows)
  }

  endOf({ id }: Rule, event: AlertEvent): Date | null {
    return this.known.get(`${id} ${laneOf(event)}`)?.until ?? null
  }

  begin(rule: Rule, event: AlertEvent, now: Date): void {
    const until = coolDownAfter(rule, now, this.endOf(rule, event))
    if (until === null) return
    const subject = laneOf(event)
    const one = { ruleId: rule.id, subject, until }
    this.known.set(`${rule.id} ${subject}`, one)
    this.fresh.push(one)
  }

  async store(tx: Transaction): Promise<void> {
    if (this.fresh.length === 0) return
    await insertRows(
      tx,
      'alert_cool_downs',
      [
        { name: 'rule_id', type: 'int', value: ({ ruleId }) => ruleId },
        { name: 'subject', type: 'text', value: ({ subject }) => subject },
        { name: 'until', type: 'timestamptz', value: ({ until }) => until },
      ],
      this.fresh,
      { conflict: 'on conflict (rule_id, subject) do update set until = excluded.until' },
    )
  }
}
