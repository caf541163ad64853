import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AddTarget } from '#components/admin/alerts/add-target.tsx'
import { DeliveryParts } from '#components/admin/alerts/delivery-page.tsx'
import { TargetList } from '#components/admin/alerts/target-list.tsx'
import { TargetParts } from '#components/admin/alerts/target-page.tsx'
import { createRule } from '#lib/admin/alerts/rules.ts'
import { startDeliveries } from '#lib/alerts/deliveries/start-deliveries.ts'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { PLACEHOLDERS } from '#lib/alerts/messages/forms/template.ts'
import { startDispatcher } from '#lib/alerts/rules/dispatcher.ts'
import { MAX_RECIPIENTS } from '#lib/alerts/targets/read-input.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { TARGET_KINDS, type TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { getDelivery, getTarget, listDeliveries, listTargets } from '#lib/queries/admin/alert-targets.ts'
import { aTarget, SOON, someIncidents } from '#tests/support/alerts/deliveries.ts'
import { type Receiver, startReceiver } from '#tests/support/alerts/receiver.ts'
import { cli } from '#tests/support/cli.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const NO_STATE = { message: null, form: null, errors: {}, values: {} }
let receiver: Receiver
let folder: string

beforeAll(async () => {
  process.env.ALERT_ALLOW_CIDRS = '127.0.0.0/8'
  process.env.AUTH_SECRET = 'a secret of more than 32 characters for tests'
  receiver = await startReceiver()
  folder = await mkdtemp(join(tmpdir(), 'alerts-'))
})

afterAll(async () => {
  await receiver.close()
  await rm(folder, { recursive: true })
})

describe('a target that is added on the command line', () => {
  it('is told by a rule of what is new, within a second of its commit, and shown with its log', async () => {
    const [incident = null] = await someIncidents(1)
    const fields = join(folder, 'slack.json')
    await writeFile(fields, JSON.stringify({ url: `${receiver.url}/services/hidden-path` }))
    expect((await cli('alerts', 'targets', 'add', '--name', '#ops', '--kind', 'slack', '--file', fields)).out).toBe(
      'Added the target "#ops" with the id 1.\n',
    )
    await createRule({ name: 'All', events: ['impact_raised'], targets: [1] }, 'ada')
    const { rows } = await pool().query('select vendor_id as "vendorId", source_id as "sourceId" from incidents')
    const url = process.env.DATABASE_URL ?? ''
    const [dispatcher, deliveries] = [startDispatcher(url), startDeliveries(url)]
    try {
      const detail = { from: 'minor', to: 'major' } as const
      const event = { ...rows[0], incidentId: incident, happenedAt: new Date(), kind: 'impact_raised', detail } as const
      await inTransaction((tx) => raiseEvents(tx, [event]))
      await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), SOON)
      const { blocks } = JSON.parse(receiver.requests[0]?.body ?? '{}')
      expect(blocks[0].text.text).toBe('acme: Incident n0')
      expect(blocks[1].text.text).toBe('Impact raised from minor to major')

      expect((await cli('alerts', 'targets', 'test', '--target', '1')).code).toBe(0)
      await vi.waitFor(() => expect(receiver.requests).toHaveLength(2), SOON)
      await vi.waitFor(async () => expect((await getTarget(1))?.waitingCount).toBe(0), SOON)
    } finally {
      await dispatcher.stop()
      await deliveries.stop()
    }
    expect((await cli('alerts', 'targets', 'list')).out).toBe(
      `1  #ops  Slack  ${new URL(receiver.url).host}  working  0 waiting\n`,
    )

    expect((await cli('alerts', 'targets', 'log', '--target', '1')).out).toMatch(
      /^2 .* delivered {2}test\n1 .* delivered {2}impact_raised {2}acme {2}Incident n0\n$/,
    )

    const [target, log, found] = [await getTarget(1), await listDeliveries(1, 10), await getDelivery(1n)]
    if (target === null || found === null) throw new Error('They are not found.')
    const props = { target, deliveries: log, hasMore: false, state: NO_STATE, secret: null }
    const page = (canChange: boolean) => renderToStaticMarkup(createElement(TargetParts, { ...props, canChange }))
    expect(page(true)).toContain('Send a test')
    expect(page(false)).not.toContain('<form')
    expect(page(false)).toContain('impact raised: acme: Incident n0')
    const delivery = renderToStaticMarkup(createElement(DeliveryParts, { ...found, state: NO_STATE, canChange: true }))
    expect(delivery).toMatch(/delivered after 1 attempt.*Send again.*accepted, 200.*Impact raised/s)
    expect(page(true) + delivery).not.toContain('hidden-path')
  })

  it.each([
    [['add', '--name', 'x', '--kind', 'pigeon', '--file', 'x'], /--kind must be one of slack, teams/],
    [['add', '--name', 'x', '--kind', 'slack', '--file', '/none'], /cannot be read/],
    [['test', '--target', 'x'], /--target must be the id of a target/],
    [['edit', '--target', '1'], /Give --name, or --file/],
    [['log', '--target', '99'], /There is no target 99/],
    [['replay', '--delivery', '99'], /There is no delivery 99/],
  ])('%j says what is wrong', async (args, message) => {
    expect((await cli('alerts', 'targets', ...args)).err).toMatch(message)
  })
})

describe('a change on the command line', () => {
  it('replaces what is given, and nothing where a part of it is wrong', async () => {
    const file = join(folder, 'change.json')
    const edit = async (change: unknown) => {
      await writeFile(file, JSON.stringify(change))
      return await cli('alerts', 'targets', 'edit', '--target', '1', '--name', '#desk', '--file', file)
    }
    expect((await edit({ perMinute: 0 })).err).toContain('Choose 1 to 60,000 a minute')
    expect((await edit({ url: 'file:///etc/passwd' })).err).toContain('Enter the whole address')
    expect(await getTarget(1)).toMatchObject({ name: '#ops', perMinute: 60 })
    expect((await edit({ perMinute: 30, paused: true })).out).toBe('Changed the target 1.\n')
    expect(await getTarget(1)).toMatchObject({ name: '#desk', perMinute: 30, pausedAt: expect.any(Date) })
    await edit({ name: '#ops', paused: false })
    await cli('alerts', 'targets', 'edit', '--target', '1', '--name', '#ops')
  })
})

describe('the page of targets', () => {
  it('says which are disabled and why, and has a form with help for each kind', async () => {
    await pool().query(
      "update alert_targets set disabled_at = now(), disabled_reason = 'All attempts of three days failed.'",
    )
    const list = renderToStaticMarkup(createElement(TargetList, { targets: await listTargets() }))
    expect(list).toMatch(/#ops is disabled\..*All attempts of three days failed\..*Mend and enable it/s)
    for (const kind of TARGET_KINDS) {
      const form = renderToStaticMarkup(createElement(AddTarget, { kind, state: NO_STATE }))
      expect(form).toContain('Add and send a test')
      expect(form).toContain('Who reads it:')
    }
  })

  it('names the placeholders that there are, and how many addresses a mail may have', () => {
    const form = (kind: TargetKind) => renderToStaticMarkup(createElement(AddTarget, { kind, state: NO_STATE }))
    const [, named = ''] = /Placeholders: (.*?), each in double braces/.exec(form('json')) ?? []
    expect(named.split(/, | and /)).toEqual(Object.keys(PLACEHOLDERS))
    expect(form('email')).toContain(`Up to ${MAX_RECIPIENTS} mail addresses`)
  })

  it.each(['test', 'pause', 'enable', 'rotate'])('says beside the button why "%s" was refused', async (form) => {
    const stored = await getTarget(1)
    if (stored === null) throw new Error('The target is not found.')
    const target = { ...stored, kind: 'webhook' as const }
    const props = { target, deliveries: [], hasMore: false, secret: null, canChange: true }
    const state = { ...NO_STATE, form, errors: { '': 'It cannot be decrypted.' } }
    const page = renderToStaticMarkup(createElement(TargetParts, { ...props, state }))
    expect(page.split('It cannot be decrypted.')).toHaveLength(2)
  })
})

it('a log of deliveries is read on to the oldest, none twice and none missed, also where ids and times disagree', async () => {
  const id = await aTarget({ url: 'https://hooks.example/log' })
  // Of two transactions at once, the one that began first may have taken the later id.
  await pool().query(
    `insert into alert_deliveries (target_id, purpose, lane, message_id, state, rule_ids, created_at)
     select $1, 'test', n::text, n::text, 'delivered', '{}', now() - make_interval(secs => (n # 1) * 10) from generate_series(1, 11) n`,
    [id],
  )
  const seen: string[] = []
  for (let before: bigint | null = null; ; ) {
    const found = await listDeliveries(id, 4, before)
    const target = await getTarget(id)
    if (target === null) throw new Error('The target is gone.')
    const shown = found.slice(0, 3)
    const parts = { target, deliveries: shown, hasMore: found.length > 3, secret: null, canChange: false }
    const next = /before=(\d+)"[^>]*>\s*Older deliveries/.exec(
      renderToStaticMarkup(createElement(TargetParts, { ...parts, state: NO_STATE })),
    )?.[1]
    seen.push(...shown.map(({ messageId }) => messageId))
    if (next === undefined) break
    before = BigInt(next)
  }
  expect(seen).toEqual(['1', '3', '2', '5', '4', '7', '6', '9', '8', '11', '10'])
})
