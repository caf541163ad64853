import { beforeAll, expect, it } from 'vitest'
import { loadEvents } from '#lib/alerts/messages/load-messages.ts'
import { pool } from '#lib/database/client.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { raise, someIncidents } from '#tests/support/alerts/deliveries.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const NOW = new Date('2026-03-02T12:00Z')
const STATES = {
  'is open': { basis: 'ongoing', endedAt: null },
  'ends later': { basis: 'reported', endedAt: '2026-03-02T13:00Z' },
  'has ended': { basis: 'reported', endedAt: '2026-03-02T11:00Z' },
  'is withdrawn': { basis: 'ongoing', endedAt: null, withdrawnAt: '2026-03-02T11:00Z' },
  'is no outage': { basis: 'ongoing', endedAt: null, excluded: true },
}

let incident: bigint

beforeAll(async () => {
  ;[incident = 0n] = await someIncidents(1)
})

it.each<[AlertEventKind, keyof typeof STATES, boolean]>([
  ['updated', 'is open', false],
  ['updated', 'ends later', false],
  ['updated', 'has ended', true],
  ['updated', 'is withdrawn', true],
  ['corrected', 'is open', false],
  ['corrected', 'has ended', true],
  ['corrected', 'is no outage', true],
  ['resolved', 'has ended', true],
  ['resolved', 'is open', true],
  ['reopened', 'is open', false],
])('an event "%s" of an incident that %s ends what went before: %s', async (kind, state, isOver) => {
  const { basis, endedAt, withdrawnAt = null, excluded = false } = STATES[state] as Record<string, unknown>
  await pool().query(
    'update incidents set basis = $2::duration_basis, ended_at = $3, withdrawn_at = $4, excluded = $5 where id = $1',
    [incident, basis, endedAt, withdrawnAt, excluded],
  )
  const [event] = await raise([incident], kind)
  const told = await loadEvents([event?.id ?? 0n], NOW)
  expect([...told.values()].map((each) => each.isOver)).toEqual([isOver])
})
