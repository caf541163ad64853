import type { AlertWhat } from '#lib/alerts/events/event.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import type { RuleDryRun } from '#lib/domain/alerts/rule.ts'
import type { Impact, Kind } from '#lib/domain/incident.ts'
import { latestOf } from '#lib/domain/instant.ts'
import { coolDownAfter, holdUntil } from './hold.ts'
import { type EventFacts, isMatch, withoutToldUpdates } from './match.ts'
import type { Rule } from './rule.ts'

const DRY_RUN_DAYS = 30
/** The newest that are listed; all are counted. */
const MAX_LISTED = 100

interface HistoryRow {
  incidentId: string
  publicId: string
  vendorId: number
  vendor: string
  title: string
  kind: Kind
  impact: Impact
  components: string[]
  event: AlertEventKind
  at: Date
  fromImpact: Impact | null
  toImpact: Impact | null
}

/**
 * What a rule would have sent over the last 30 days, by the same matching as the dispatcher's, of stored history: what vendors
 * posted then, whether or not an alert was raised at the time. States of vendors and failures of sources are not in it.
 */
export async function tryRule(tx: Transaction, rule: Omit<Rule, 'id' | 'targetIds'>, now: Date): Promise<RuleDryRun> {
  const from = new Date(now.getTime() - DRY_RUN_DAYS * 86_400_000)
  const { rows } = await tx.query<HistoryRow>(HISTORY, [from, now, rule.vendorIds])
  const wanted = rows.filter((row) => isMatch(rule, toFacts(row)))
  // Spans are cut to whole seconds, and updates are not.
  const groups = Map.groupBy(wanted, ({ incidentId, at }) => `${incidentId} ${Math.floor(at.getTime() / 1000)}`)
  const told = [...groups.values()].flatMap((group) =>
    withoutToldUpdates(group.map((row) => ({ kind: row.event, row }))),
  )
  const planned = planSending(
    rule,
    told.map(({ row }) => row),
  )
  const messages = new Set(planned.map(({ sentAt, isHeld }, index) => (isHeld ? `h${sentAt.getTime()}` : `e${index}`)))
  const sent = planned.map(({ row: { event: kind, at, vendor, publicId: incident, title }, sentAt }) => {
    return { kind, at, sentAt, vendor, incident, title }
  })
  const byKind: Partial<Record<AlertEventKind, number>> = {}
  for (const { kind } of sent) byKind[kind] = (byKind[kind] ?? 0) + 1
  const newest = sent.toReversed().slice(0, MAX_LISTED)
  return { from, to: now, eventCount: sent.length, messageCount: messages.size, byKind, newest }
}

interface Planned {
  row: HistoryRow
  sentAt: Date
  /** In one message with what is held until the same moment. */
  isHeld: boolean
}

/**
 * When a target gets each, in the order of its incident: what is sent at once takes along what is held before it, as
 * `queueDeliveries` has it, and what is held waits for what is held before it.
 */
function planSending(rule: Parameters<typeof holdUntil>[0], rows: HistoryRow[]): Planned[] {
  const cooling = new Map<string, Date>()
  const heldOf = new Map<string, Planned[]>()
  return rows.map((row) => {
    const { incidentId, event, at } = row
    const running = cooling.get(incidentId) ?? null
    const until = holdUntil(rule, event, at, running)
    const next = coolDownAfter(rule, at, running)
    if (next !== null) cooling.set(incidentId, next)
    const held = heldOf.get(incidentId)?.filter(({ sentAt }) => sentAt > at) ?? []
    if (until === null) {
      for (const one of held) Object.assign(one, { sentAt: at, isHeld: false })
      heldOf.delete(incidentId)
      return { row, sentAt: at, isHeld: false }
    }
    const planned = { row, sentAt: latestOf([until, ...held.map(({ sentAt }) => sentAt)]) ?? until, isHeld: true }
    heldOf.set(incidentId, [...held, planned])
    return planned
  })
}

function toFacts({ vendorId, kind, impact, components, event, fromImpact, toImpact }: HistoryRow): EventFacts {
  const detail = fromImpact === null || toImpact === null ? {} : { from: fromImpact, to: toImpact }
  return { ...({ kind: event, detail } as AlertWhat), vendorId, incident: { kind, impact, components } }
}

/** What happened to counted incidents in [$1, $2): one row for each event, in order. */
const HISTORY = `
  with shown as (
    select i.*, exists (select from incident_updates u where u.incident_id = i.id and u.withdrawn_at is null) as has_updates
    from incidents i
    where i.dedup_status = 'counted' and (not i.excluded or i.withdrawn_at is not null) and ($3::int[] is null or i.vendor_id = any($3))
      and i.news_at >= $1
  ), posted as (
    select u.incident_id, u.posted_at, row_number() over (partition by u.incident_id order by u.posted_at, u.position) as place
    from incident_updates u join shown s on s.id = u.incident_id where u.withdrawn_at is null
  ), happened as (
    select s.id, case when s.kind = 'maintenance' then 'planned' else 'opened' end as event,
      coalesce(p.posted_at, case when s.kind <> 'maintenance' then s.started_at end, s.first_seen_at) as at, 1 as place, null as f, null as t
    from shown s left join posted p on p.incident_id = s.id and p.place = 1
    union all
    select incident_id, 'updated', posted_at, 2, null, null from posted where place > 1
    union all
    select id, 'started', started_at, 3, null, null from shown where kind = 'maintenance' and not excluded
    union all
    select id, case when kind = 'maintenance' then 'ended' else 'resolved' end, ended_at, 5, null, null
    from shown where ended_at is not null and withdrawn_at is null and not (kind = 'maintenance' and basis = 'single')
    union all
    select id, case when kind = 'maintenance' and excluded then 'called_off' else 'withdrawn' end, withdrawn_at, 6, null, null
    from shown where withdrawn_at is not null
    union all
    select id, case when f < t then 'impact_raised' else 'impact_lowered' end, seen_at, 4, f::text, t::text from (
      select s.id, r.seen_at, (r.value #>> '{}')::impact as f,
        coalesce((lead(r.value) over (partition by s.id order by r.seen_at) #>> '{}')::impact, s.source_impact) as t, s.ended_at
      from revisions r join shown s on s.id = r.incident_id
      where r.update_id is null and r.field = 'impact' and r.seen_at > r.observed_at
    ) changes where f <> t and (ended_at is null or seen_at < ended_at)
    union all
    select c.incident_id, 'corrected', c.created_at, 7, null, null from corrections c join shown s on s.id = c.incident_id
  )
  select h.id as "incidentId", s.public_id as "publicId", s.vendor_id as "vendorId", v.slug as vendor, s.title, s.kind, s.impact,
    array(select c.name from incident_components ic join components c on c.id = ic.component_id where ic.incident_id = s.id) as components,
    h.event, h.at, h.f as "fromImpact", h.t as "toImpact"
  from happened h join shown s on s.id = h.id join vendors v on v.id = s.vendor_id
  where h.at >= $1 and h.at < $2
  order by date_trunc('second', h.at), h.id, h.place`
