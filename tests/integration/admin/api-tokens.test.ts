import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApiToken, revokeApiToken } from '#lib/admin/account/api-tokens.ts'
import { findTokenHolder } from '#lib/auth/principal.ts'
import { pool } from '#lib/database/client.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'

const ADMIN_TOKEN = 'a token of more than 32 characters, for tests'.replaceAll(' ', '-')
const BY = { actor: 'root', userId: null }
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  process.env.ADMIN_TOKEN = ADMIN_TOKEN
})

beforeEach(async () => {
  await emptyTables('api_tokens', 'audit_entries')
})

afterAll(async () => remove())

const holder = async (token: string) => await findTokenHolder(`Bearer ${token}`)
const usedAt = async () =>
  (await pool().query('select last_used_at from api_tokens')).rows[0].last_used_at as Date | null

describe('a token', () => {
  it('says by its name who asks, and by its scope how far they go', async () => {
    const token = await createApiToken({ name: 'grafana', scope: 'read', days: 30 }, BY)
    expect(await holder(token)).toEqual({ name: 'token grafana', role: 'viewer', scope: 'read', session: null })
    const admin = await createApiToken({ name: 'root', scope: 'admin', days: null }, BY)
    expect(await holder(admin)).toMatchObject({ role: 'admin', scope: 'admin' })
  })

  it('can be found by those who look for secrets that got out', async () => {
    expect(await createApiToken({ name: 'x', scope: 'read', days: 1 }, BY)).toMatch(/^oh_[A-Za-z0-9]{40}$/)
  })

  it('is kept as a hash and its first letters alone', async () => {
    const token = await createApiToken({ name: 'x', scope: 'read', days: 1 }, BY)
    const { rows } = await pool().query('select row_to_json(t)::text as row, prefix from api_tokens t')
    expect(rows[0].row).not.toContain(token)
    expect(rows[0].prefix).toBe(token.slice(0, 8))
    const { rows: entries } = await pool().query('select detail::text from audit_entries')
    expect(entries[0].detail).not.toContain(token)
  })

  it('ends when it expires, and at once when it is revoked', async () => {
    const token = await createApiToken({ name: 'x', scope: 'admin', days: 1 }, BY)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_001 })
    try {
      expect(await holder(token)).toBeNull()
    } finally {
      vi.useRealTimers()
    }
    expect(await holder(token)).not.toBeNull()
    await revokeApiToken({ name: 'x' }, 'root')
    expect(await holder(token)).toBeNull()
    await expect(revokeApiToken({ name: 'x' }, 'root')).rejects.toMatchObject({ code: 'not_found' })
    const { rows } = await pool().query('select action, subject from audit_entries order by id')
    expect(rows).toEqual([
      { action: 'token.create', subject: 'x' },
      { action: 'token.revoke', subject: 'x' },
    ])
  })

  it('has its last use noted, every few minutes at most', async () => {
    const token = await createApiToken({ name: 'x', scope: 'read', days: 1 }, BY)
    expect(await usedAt()).toBeNull()
    await holder(token)
    const first = await usedAt()
    expect(first).not.toBeNull()
    await holder(token)
    expect(await usedAt()).toEqual(first)
    await pool().query("update api_tokens set last_used_at = now() - interval '6 minutes'")
    await holder(token)
    expect((await usedAt())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? 0)
  })

  it('has a name that no other has that is in use', async () => {
    await createApiToken({ name: 'x', scope: 'read', days: 1 }, BY)
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => createApiToken({ name: 'y', scope: 'read', days: 1 }, BY)),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await revokeApiToken({ name: 'x' }, 'root')
    await createApiToken({ name: 'x', scope: 'read', days: 1 }, BY)
  })

  it.each(['', ' x', 'a\nb', '<b>', 'x'.repeat(61)])('is not called %j', async (name) => {
    await expect(createApiToken({ name, scope: 'read', days: 1 }, BY)).rejects.toMatchObject({ field: 'name' })
  })

  it.each([0, -1, 1.5, Number.NaN, 3651])('does not live for %d days', async (days) => {
    await expect(createApiToken({ name: 'x', scope: 'read', days }, BY)).rejects.toMatchObject({ field: 'days' })
  })

  it('is ADMIN_TOKEN too, and nothing that only resembles one', async () => {
    expect(await holder(ADMIN_TOKEN)).toEqual({ name: 'token', role: 'admin', scope: 'admin', session: null })
    for (const wrong of [ADMIN_TOKEN.slice(1), `${ADMIN_TOKEN}x`, `oh_${'a'.repeat(40)}`, 'oh_', 'null', '']) {
      expect(await holder(wrong)).toBeNull()
    }
    expect(await findTokenHolder(ADMIN_TOKEN)).toBeNull()
  })
})
