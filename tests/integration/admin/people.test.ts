import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { acceptLink, getLink, inviteAccount, makeResetLink, revokeLink } from '#lib/admin/account/account-links.ts'
import { changeRole, createAccount, endSessions, findAccountId, removeAccount } from '#lib/admin/account/accounts.ts'
import { createApiToken } from '#lib/admin/account/api-tokens.ts'
import { auth } from '#lib/auth/auth.ts'
import { pool } from '#lib/database/client.ts'
import { listOpenLinks, listPeople } from '#lib/queries/admin/people.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'

const PASSWORD = 'correct horse battery'
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  process.env.AUTH_SECRET = 'x'.repeat(32)
})

beforeEach(async () => {
  await emptyTables('users', 'sessions', 'accounts', 'account_links', 'api_tokens', 'audit_entries')
})

afterAll(async () => remove())

async function signIn(email: string, password: string): Promise<string | null> {
  const signedIn = await auth()
    .api.signInEmail({ body: { email, password } })
    .catch(() => null)
  return signedIn?.user.role ?? null
}

/** Without sign-ins, which are looked at elsewhere. */
const audited = async () =>
  (await pool().query("select actor, action, subject from audit_entries where action <> 'account.sign-in' order by id"))
    .rows
const linkId = async () => (await listOpenLinks(new Date()))[0]?.id ?? 0

describe('an invitation', () => {
  it('makes the account that it names, with the password that is chosen, once', async () => {
    const secret = await inviteAccount('Ada@Example.com', 'viewer', 'root')
    expect(await getLink(secret)).toEqual({ email: 'Ada@Example.com', role: 'viewer' })
    expect(await acceptLink(secret, PASSWORD)).toBe('Ada@Example.com')
    expect(await signIn('ada@example.com', PASSWORD)).toBe('viewer')
    expect(await getLink(secret)).toBeNull()
    await expect(acceptLink(secret, PASSWORD)).rejects.toMatchObject({ code: 'not_found' })
    expect(await audited()).toEqual([
      { actor: 'root', action: 'account.invite', subject: 'Ada@Example.com' },
      { actor: 'Ada@Example.com', action: 'account.join', subject: 'Ada@Example.com' },
    ])
  })

  it('makes one account however many take it up at once', async () => {
    const secret = await inviteAccount('ada@example.com', 'admin', 'root')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, n) => acceptLink(secret, `${PASSWORD} ${n}`)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listPeople(new Date())).toHaveLength(1)
  })

  it('is kept as a hash alone', async () => {
    const secret = await inviteAccount('ada@example.com', 'admin', 'root')
    const { rows } = await pool().query('select row_to_json(l)::text as row from account_links l')
    expect(rows[0].row).not.toContain(secret)
    expect(rows[0].row).toMatch(/"hash":"[0-9a-f]{64}"/)
  })

  it('ends after seven days', async () => {
    const secret = await inviteAccount('ada@example.com', 'admin', 'root')
    const inDays = (days: number) => Date.now() + days * 86_400_000
    vi.useFakeTimers({ toFake: ['Date'], now: inDays(6.9) })
    try {
      expect(await getLink(secret)).not.toBeNull()
      vi.setSystemTime(inDays(0.2))
      expect(await getLink(secret)).toBeNull()
      await expect(acceptLink(secret, PASSWORD)).rejects.toMatchObject({ code: 'not_found' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('ends when it is revoked, and when a newer one is made for the address', async () => {
    const first = await inviteAccount('ada@example.com', 'admin', 'root')
    const second = await inviteAccount('ADA@example.com', 'viewer', 'root')
    expect([await getLink(first), (await getLink(second))?.role]).toEqual([null, 'viewer'])
    const id = await linkId()
    await revokeLink(id, 'root')
    expect(await getLink(second)).toBeNull()
    await expect(revokeLink(id, 'root')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not made for what is no address, nor for somebody who has an account', async () => {
    await createAccount('ada@example.com', 'viewer', 'cli')
    await expect(inviteAccount('Ada@example.com', 'admin', 'root')).rejects.toMatchObject({ code: 'conflict' })
    await expect(inviteAccount('ada', 'admin', 'root')).rejects.toMatchObject({ code: 'invalid_input', field: 'email' })
  })

  it.each([11, 257])('wants another password than one of %d characters, and stays open', async (length) => {
    const secret = await inviteAccount('ada@example.com', 'admin', 'root')
    await expect(acceptLink(secret, 'x'.repeat(length))).rejects.toMatchObject({ field: 'password' })
    expect(await getLink(secret)).not.toBeNull()
  })

  it.each(['', 'x', 'a'.repeat(40), 'a'.repeat(10_000)])('is none when it is made up', async (secret) => {
    expect(await getLink(secret)).toBeNull()
  })
})

describe('a link for a new password', () => {
  it('leaves everything as it is until it is used, and then ends the old password and all sessions', async () => {
    const old = await createAccount('ada@example.com', 'admin', 'cli')
    await signIn('ada@example.com', old)
    const secret = await makeResetLink(await findAccountId('ada@example.com'), 'root')
    expect(await signIn('ada@example.com', old)).toBe('admin')
    await acceptLink(secret, PASSWORD)
    expect((await pool().query('select from sessions')).rowCount).toBe(0)
    expect([await signIn('ada@example.com', old), await signIn('ada@example.com', PASSWORD)]).toEqual([null, 'admin'])
  })

  it('goes with the account', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    await createAccount('ada@example.com', 'admin', 'cli')
    const id = await findAccountId('ada@example.com')
    const secret = await makeResetLink(id, 'root')
    await removeAccount(id, { revokesTokens: true, actor: 'root' })
    expect(await getLink(secret)).toBeNull()
  })
})

describe('a role', () => {
  it('changes, which ends the sessions and what was handed out as admin', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    const password = await createAccount('ada@example.com', 'admin', 'cli')
    await signIn('ada@example.com', password)
    const id = await findAccountId('ada@example.com')
    await createApiToken({ name: 'hers', scope: 'admin', days: 1 }, { actor: 'ada@example.com', userId: id })
    const invitation = await inviteAccount('eve@example.com', 'admin', 'ada@example.com')
    await changeRole(id, 'viewer', 'root@example.com')
    expect((await pool().query('select from sessions')).rowCount).toBe(0)
    expect(await getLink(invitation)).toBeNull()
    expect((await pool().query('select revoked_by from api_tokens')).rows).toEqual([{ revoked_by: 'root@example.com' }])
    expect(await signIn('ada@example.com', password)).toBe('viewer')
    expect((await audited()).at(-1)).toEqual({
      actor: 'root@example.com',
      action: 'account.role',
      subject: 'ada@example.com',
    })
  })

  it('of the last admin stays, and the last admin too', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    await createAccount('ada@example.com', 'viewer', 'cli')
    const id = await findAccountId('root@example.com')
    await expect(changeRole(id, 'viewer', 'root@example.com')).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeAccount(id, { revokesTokens: true, actor: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of one admin stays when two demote each other at once', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    await createAccount('ada@example.com', 'admin', 'cli')
    const ids = [await findAccountId('root@example.com'), await findAccountId('ada@example.com')]
    const outcomes = await Promise.allSettled(ids.map((id) => changeRole(id, 'viewer', 'each other')))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await listPeople(new Date())).filter(({ role }) => role === 'admin')).toHaveLength(1)
  })
})

describe('a person who is removed', () => {
  it('is out at once, and what they did stays under their name', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    const password = await createAccount('ada@example.com', 'admin', 'cli')
    await signIn('ada@example.com', password)
    const id = await findAccountId('ada@example.com')
    for (const name of ['a', 'b']) {
      await createApiToken({ name, scope: 'read', days: null }, { actor: 'ada@example.com', userId: id })
    }
    await removeAccount(id, { revokesTokens: false, actor: 'root@example.com' })
    expect((await pool().query('select from sessions')).rowCount).toBe(0)
    expect(await signIn('ada@example.com', password)).toBeNull()
    const { rows } = await pool().query('select created_by, created_by_id, revoked_at from api_tokens')
    expect(rows).toEqual(Array(2).fill({ created_by: 'ada@example.com', created_by_id: null, revoked_at: null }))
    expect((await audited()).filter(({ actor }) => actor === 'ada@example.com')).toHaveLength(2)
  })
})

describe('sessions', () => {
  it('end one by one, all but one, and all', async () => {
    const password = await createAccount('ada@example.com', 'admin', 'cli')
    for (let n = 0; n < 4; n++) await signIn('ada@example.com', password)
    const id = await findAccountId('ada@example.com')
    const ids = async () =>
      (await pool().query('select id from sessions order by created_at')).rows.map((row) => row.id)
    const [first, second] = await ids()
    await endSessions(id, { sessionId: first, actor: 'ada@example.com' })
    await expect(endSessions(id, { sessionId: first, actor: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await endSessions(id, { except: second, actor: 'ada@example.com' })).toBe(2)
    expect(await ids()).toEqual([second])
    await endSessions(id, { actor: 'ada@example.com' })
    expect(await ids()).toEqual([])
  })

  it('of somebody else are not ended by their id', async () => {
    const password = await createAccount('ada@example.com', 'admin', 'cli')
    await createAccount('eve@example.com', 'viewer', 'cli')
    await signIn('ada@example.com', password)
    const { rows } = await pool().query('select id from sessions')
    const eve = await findAccountId('eve@example.com')
    await expect(endSessions(eve, { sessionId: rows[0].id, actor: 'eve' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await pool().query('select from sessions')).rowCount).toBe(1)
  })
})
