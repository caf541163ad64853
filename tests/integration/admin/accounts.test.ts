import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAccount, resetPassword } from '#lib/admin/account/accounts.ts'
import { auth } from '#lib/auth/auth.ts'
import { pool } from '#lib/database/client.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'

let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  process.env.AUTH_SECRET = 'x'.repeat(32)
})

beforeEach(async () => {
  await emptyTables('users', 'sessions', 'accounts', 'audit_entries')
})

afterAll(async () => remove())

/** The role that somebody gets by signing in; null for nobody. */
async function signIn(email: string, password: string): Promise<string | null> {
  const signedIn = await auth()
    .api.signInEmail({ body: { email, password } })
    .catch(() => null)
  return signedIn?.user.role ?? null
}

describe('an account', () => {
  it('signs in with the password that was told when it was made', async () => {
    const password = await createAccount('Ada@Example.com', 'viewer', 'cli')
    expect(await signIn('ada@example.com', password)).toBe('viewer')
    const { rows } = await pool().query('select actor, action, subject, detail from audit_entries order by id')
    expect(rows).toEqual([
      { actor: 'cli', action: 'account.create', subject: 'Ada@Example.com', detail: { role: 'viewer' } },
      { actor: 'Ada@Example.com', action: 'account.sign-in', subject: 'Ada@Example.com', detail: { by: 'password' } },
    ])
  })

  it('may be of a host without a dot', async () => {
    expect(await signIn('root@server', await createAccount('root@server', 'admin', 'cli'))).toBe('admin')
  })

  it('is one for each address, however that is written', async () => {
    await createAccount('ada@example.com', 'admin', 'cli')
    await expect(createAccount('ADA@example.com', 'admin', 'cli')).rejects.toMatchObject({ code: 'conflict' })
  })

  it.each(['', 'ada', 'ada@', '@example.com', 'a b@example.com'])('is not made for %j', async (email) => {
    await expect(createAccount(email, 'admin', 'cli')).rejects.toMatchObject({ code: 'invalid_input', field: 'email' })
  })

  it('gets a new password by a reset, and the old one and all sessions are worth nothing', async () => {
    const old = await createAccount('ada@example.com', 'admin', 'cli')
    await signIn('ada@example.com', old)
    const password = await resetPassword('ada@example.com', 'cli')
    expect((await pool().query('select from sessions')).rowCount).toBe(0)
    expect([await signIn('ada@example.com', old), await signIn('ada@example.com', password)]).toEqual([null, 'admin'])
  })

  it('that is not there is not reset', async () => {
    await expect(resetPassword('nobody@example.com', 'cli')).rejects.toMatchObject({ code: 'not_found' })
  })
})
