import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { RuleDryRunParts } from '#components/admin/alerts/rule-dry-run.tsx'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { changeRule, createRule, deleteRule, pauseRule, tryRuleInput } from '#lib/admin/alerts/rules.ts'
import { changeVendor } from '#lib/admin/vendor/change-vendor.ts'
import { mergeVendors } from '#lib/admin/vendor/merge-vendors.ts'
import { EVENT_COLUMNS, fromEventRow } from '#lib/alerts/events/event.ts'
import { dispatchEvents } from '#lib/alerts/rules/dispatch.ts'
import { listMatches } from '#lib/alerts/rules/list-matches.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { ALERT_EVENT_KINDS } from '#lib/domain/alerts/event-kinds.ts'
import { getAlertRule, listAlertRules } from '#lib/queries/admin/alert-rules.ts'
import { incidentPath } from '#lib/url/path.ts'
import { cli } from '#tests/support/cli.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { aSource, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { exportLines, importLines } from '#tests/support/transfer.ts'

ownDatabase({ emptied: true })
beforeEach(() => emptyTables('alert_rules', 'alert_targets'))

const MINUTE = 60_000
const now = Date.now()
const minutes = (count: number) => new Date(now + count * MINUTE)
const whole = (incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'whole', kinds: ['incident', 'maintenance'] })
const past = anIncident('past')
const read = (incidents: ParsedIncident[], minute: number) =>
  ingest(whole([past, ...incidents]), { readAt: minutes(minute) })
const outage = (from: number, texts: number[] = []) =>
  anIncident('a', {
    impact: 'major',
    status: 'investigating',
    statedStartedAt: minutes(from),
    statedEndedAt: null,
    updates: [from, ...texts].map((at, index) =>
      anUpdate(`${index}`, { status: 'investigating', postedAt: minutes(at) }),
    ),
  })
const over = (from: number, until: number) => ({
  ...outage(from),
  status: 'resolved' as const,
  statedEndedAt: minutes(until),
  updates: [...outage(from).updates, anUpdate('end', { status: 'resolved', postedAt: minutes(until) })],
})

async function aTarget(name: string): Promise<number> {
  const { rows } = await pool().query(
    `insert into alert_targets (name, kind, settings, sealed, concurrency, created_by) values ($1, 'webhook', '{}', '', 1, 'Ada') returning id`,
    [name],
  )
  return rows[0].id
}

/** "opened → rule 1, target 2", with the minutes that it waits. */
async function matches(at = now): Promise<string[]> {
  const { rows } = await pool().query(
    `select ${EVENT_COLUMNS} from alert_events where dispatched_at is null order by id`,
  )
  return await inTransaction(async (tx) => {
    const found = await listMatches(tx, rows.map(fromEventRow), new Date(at))
    await tx.query('update alert_events set dispatched_at = now()')
    return found.map(({ event, ruleId, targetId, holdUntil }) => {
      const wait = holdUntil === null ? '' : `, waits ${Math.round((holdUntil.getTime() - at) / MINUTE)}`
      return `${event.kind} → ${ruleId} ${targetId}${wait}`
    })
  })
}

describe('a rule', () => {
  it('tells its targets of what it matches, a turn with its update once', async () => {
    const target = await aTarget('Team')
    const all = await createRule({ name: 'All', events: [...ALERT_EVENT_KINDS], targets: [target] }, 'Ada')
    await createRule({ name: 'Critical', minImpact: 'critical', targets: [target] }, 'Ada')
    await createRule({ name: 'Nobody' }, 'Ada')
    const paused = await createRule({ name: 'Paused', targets: [target] }, 'Ada')
    await pauseRule(paused, true, 'Ada')
    await read([], -9)
    await read([outage(-8)], -7)
    expect(await matches()).toEqual([`opened → ${all} ${target}`])
    await read([outage(-8, [-6])], -6)
    expect(await matches()).toEqual([`updated → ${all} ${target}`])
    await read([over(-8, -5)], -4)
    expect(await matches()).toEqual([`resolved → ${all} ${target}`])
  })

  it('holds updates for its cool-down, and no end', async () => {
    const target = await aTarget('Team')
    const events = ['opened', 'updated', 'resolved']
    const id = await createRule({ name: 'Calm', events, coolDownMinutes: 30, targets: [target] }, 'Ada')
    await read([], -9)
    await read([outage(-8)], -7)
    expect(await matches()).toEqual([`opened → ${id} ${target}`])
    await read([outage(-8, [-6])], -6)
    expect(await matches(now + MINUTE)).toEqual([`updated → ${id} ${target}, waits 29`])
    await read([over(-8, -5)], -4)
    expect(await matches(now + 2 * MINUTE)).toEqual([`resolved → ${id} ${target}`])
  })

  it('says what is wrong with it, and changes nothing then', async () => {
    await aSource()
    const refused = async (input: Record<string, unknown>) =>
      await createRule({ name: 'R', ...input }, 'Ada').catch((error) => `${error.field}: ${error.message}`)
    expect(await refused({ vendors: ['acne'] })).toBe('vendors: There is no vendor "acne".')
    expect(await refused({ vendors: [] })).toBe('vendors: Name at least one vendor, or choose all.')
    expect(await refused({ targets: [99] })).toBe('targets: There is no target 99.')
    expect(await refused({ events: [] })).toBe('events: Choose at least one event.')
    expect(await refused({ zone: 'Berlin' })).toBe('zone: Enter the name of a time zone, such as Europe/Berlin.')
    expect(await refused({ quietFrom: '22:00' })).toBe('quietUntil: Enter both ends of the quiet hours, or none.')
    expect(await refused({ quietFrom: '25:00', quietUntil: '07:00' })).toBe(
      'quietFrom: Enter a time from 00:00 to 23:59.',
    )
    expect(await listAlertRules()).toEqual([])
    await createRule({ name: 'R' }, 'Ada')
    expect(await refused({})).toContain('There is already a rule "R".')
    const { rows } = await pool().query("select action from audit_entries where action like 'rule.%'")
    expect(rows).toEqual([{ action: 'rule.create' }])
  })

  it('is changed as a whole, and audited', async () => {
    const id = await createRule({ name: 'R' }, 'Ada')
    await changeRule(id, { name: 'S', minImpact: 'major', paused: true }, 'Ada')
    expect(await getAlertRule(id)).toMatchObject({ name: 'S', minImpact: 'major', vendors: null })
    await deleteRule(id, 'Ada')
    const { rows } = await pool().query(
      "select action, subject from audit_entries where action like 'rule.%' order by id",
    )
    expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'rule.create R',
      'rule.edit S',
      'rule.delete S',
    ])
  })
})

describe('dispatching', () => {
  it('queues one delivery for each event and target, in order, and marks the events once', async () => {
    const [team, page] = [await aTarget('Team'), await aTarget('Page')]
    await createRule({ name: 'One', events: ['opened', 'resolved'], targets: [team, page] }, 'Ada')
    await createRule({ name: 'Two', events: ['resolved'], targets: [page] }, 'Ada')
    await read([], -9)
    await read([outage(-8)], -7)
    await read([over(-8, -5)], -4)
    expect(await dispatchEvents()).toBe(3)
    expect(await dispatchEvents()).toBe(0)
    const { rows } = await pool().query(
      `select e.kind || ' ' || t.name || ' ' || cardinality(d.rule_ids) as text from alert_deliveries d
       join alert_events e on e.id = d.event_id join alert_targets t on t.id = d.target_id order by d.event_id, t.name`,
    )
    expect(rows.map(({ text }) => text)).toEqual([
      'opened Page 1',
      'opened Team 1',
      'resolved Page 2',
      'resolved Team 1',
    ])
  })
})

describe('the vendors of a rule', () => {
  const vendorsOf = async (id: number) => {
    const rule = await getAlertRule(id)
    return { vendors: rule?.vendors?.map(({ slug }) => slug), notes: rule?.notes.slice(0, -1) }
  }

  it('are followed through a new slug and a merge; a deleted one is named', async () => {
    for (const vendor of ['acme', 'beta', 'gamma', 'delta']) await aSource({ vendor })
    const id = await createRule({ name: 'Two', vendors: ['acme', 'beta'] }, 'Ada')
    await changeVendor('acme', { slug: 'acme-2' }, 'Ada')
    expect(await vendorsOf(id)).toEqual({ vendors: ['acme-2', 'beta'], notes: [] })
    await mergeVendors('acme-2', { into: 'gamma', confirmation: 'acme-2', primary: null }, 'Ada')
    expect(await vendorsOf(id)).toEqual({ vendors: ['gamma', 'beta'], notes: [] })
    const both = await createRule({ name: 'Both', vendors: ['delta', 'gamma'] }, 'Ada')
    await mergeVendors('delta', { into: 'gamma', confirmation: 'delta', primary: null }, 'Ada')
    expect(await vendorsOf(both)).toEqual({ vendors: ['gamma'], notes: [] })
    await pool().query("delete from vendors where slug = 'beta'")
    expect(await vendorsOf(id)).toEqual({ vendors: ['gamma', 'beta'], notes: ['The vendor beta has been deleted.'] })
    await pool().query('delete from vendors')
    expect((await vendorsOf(id)).notes).toContain('None of its vendors is left, so it tells nothing.')
  })

  it('travel in an export with the rule, and its targets by their names', async () => {
    await aSource()
    const target = await aTarget('Team')
    const input = { name: 'R', vendors: ['acme'], events: ['opened'], kinds: ['incident'], targets: [target] }
    await createRule({ ...input, quietFrom: '22:00', quietUntil: '07:00', zone: 'Asia/Tokyo' }, 'Ada')
    const [before] = await listAlertRules()
    const lines = await exportLines()
    expect(lines.filter((line) => line.includes('Team'))).toEqual([
      expect.stringMatching(/^\{"alertRuleTarget":\{"ruleId":\d+,"target":"Team"\}\}$/),
    ])
    await importLines(lines, { replace: true })
    expect(await listAlertRules()).toEqual([before])
    await pool().query('delete from alert_targets')
    await importLines(lines, { replace: true })
    const [after] = await listAlertRules()
    expect(after).toEqual({ ...before, targets: [], notes: ['It has no target, so it tells nobody.'] })
    const { rowCount } = await pool().query('select from alert_events')
    expect(rowCount).toBe(0)
  })
})

describe('a dry run', () => {
  it('tells what stored history would have sent, though nothing was sent then', async () => {
    await ingest(whole([past, over(-600, -500), { ...outage(-400, [-390, -380]), externalId: 'b' }]))
    const events = [...ALERT_EVENT_KINDS]
    const result = await tryRuleInput({ name: 'R', events, coolDownMinutes: 60 }, new Date(now))
    expect(
      result.newest.map(({ kind, at, sentAt }) => [
        kind,
        (at.getTime() - now) / MINUTE,
        (sentAt.getTime() - at.getTime()) / MINUTE,
      ]),
    ).toEqual([
      ['updated', expect.closeTo(-380, 0), expect.closeTo(40, 0)],
      ['updated', expect.closeTo(-390, 0), expect.closeTo(50, 0)],
      ['opened', expect.closeTo(-400, 0), 0],
      ['resolved', expect.closeTo(-500, 0), 0],
      ['opened', expect.closeTo(-600, 0), 0],
    ])
    expect(result).toMatchObject({ eventCount: 5, messageCount: 4, byKind: { opened: 2, updated: 2, resolved: 1 } })
    const { eventCount } = await tryRuleInput({ name: 'R', minImpact: 'critical' }, new Date(now))
    expect(eventCount).toBe(0)
    expect(await listAlertRules()).toEqual([])
  })

  it('sends what a cool-down holds together with the end that comes meanwhile, each as a message', async () => {
    const { updates } = outage(-600, [-590, -585])
    await ingest(whole([past, { ...over(-600, -580), updates: [...updates, ...over(-600, -580).updates.slice(1)] }]))
    const given = { name: 'R', events: [...ALERT_EVENT_KINDS], coolDownMinutes: 60 }
    const { newest, messageCount } = await tryRuleInput(given, new Date(now))
    expect(newest.map(({ kind, sentAt }) => [kind, Math.round((sentAt.getTime() - now) / MINUTE)])).toEqual([
      ['resolved', -580],
      ['updated', -580],
      ['updated', -580],
      ['opened', -600],
    ])
    expect(messageCount).toBe(4)
  })

  it('is shown with a link to each permalink', async () => {
    await ingest(whole([past, over(-600, -500)]))
    const result = await tryRuleInput({ name: 'R' }, new Date(now))
    const page = renderToStaticMarkup(createElement(RuleDryRunParts, { result }))
    const { rows } = await pool().query("select public_id as id, title from incidents where external_id = 'a'")
    expect(page).toContain(`href="${incidentPath('acme', rows[0].id, rows[0].title)}"`)
  })
})

describe('the command line', () => {
  it('lists, creates, tries, pauses and deletes rules', async () => {
    await aSource()
    expect(
      (await cli('alerts', 'rules', 'create', '--name', 'Night', '--vendors', 'acme', '--quiet', '22:00-07:00')).out,
    ).toContain('Created the rule "Night"')
    const [rule] = await listAlertRules()
    const id = String(rule?.id)
    expect((await cli('alerts', 'rules', 'try', '--rule', id)).out).toContain('0 events')
    await cli('alerts', 'rules', 'pause', '--rule', id)
    expect((await cli('alerts', 'rules', 'list')).out).toContain('Night  acme → nobody  paused')
    expect((await cli('alerts', 'rules', 'delete', '--rule', id)).out).toContain('Deleted the rule "Night".')
  })
})
