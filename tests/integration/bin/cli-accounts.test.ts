import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptLink } from '#lib/admin/account/account-links.ts'
import { findTokenHolder } from '#lib/auth/principal.ts'
import { pool } from '#lib/database/client.ts'
import { cli } from '../../support/cli.ts'
import { useTestDatabase } from '../../support/ingest.ts'

let drop: () => Promise<void>

beforeAll(async () => {
  process.env.PUBLIC_URL = 'https://outages.example.com'
  drop = await useTestDatabase()
  process.env.AUTH_SECRET = 'x'.repeat(32)
})
afterAll(async () => drop())

describe('the command line', () => {
  it('invites, lists, changes and removes people, and says what it will not do', async () => {
    expect((await cli('admin', 'create', '--email', 'root@example.com')).code).toBe(0)
    const invited = await cli('admin', 'invite', '--email', 'ada@example.com', '--role', 'viewer')
    const secret = /https:\/\/outages\.example\.com\/admin\/join\/([A-Za-z0-9]{40})\n/.exec(invited.out)?.[1] ?? ''
    expect((await cli('admin', 'list')).out).toMatch(/ada@example\.com {2}invited as viewer {2}until 20/)
    await acceptLink(secret, 'a password that is long')
    expect((await cli('admin', 'list')).out).toContain('ada@example.com  viewer  last sign-in never  sessions 0')

    expect(await cli('admin', 'role', '--email', 'ada@example.com', '--role', 'admin')).toMatchObject({
      code: 0,
      out: 'ada@example.com is now admin. Their sessions have ended.\n',
    })
    const unsaid = await cli('admin', 'remove', '--email', 'ada@example.com')
    expect([unsaid.code === 0, unsaid.err]).toEqual([false, expect.stringContaining('Add --yes')])
    expect(await cli('admin', 'remove', '--email', 'ada@example.com', '--yes')).toMatchObject({ code: 0 })
    const last = await cli('admin', 'remove', '--email', 'root@example.com', '--yes')
    expect([last.code === 0, last.err]).toEqual([false, expect.stringContaining('is the only admin')])
    const unknown = await cli('admin', 'role', '--email', 'nobody@example.com', '--role', 'admin')
    expect([unknown.code === 0, unknown.err]).toEqual([false, expect.stringContaining('has no account')])

    const { rows } = await pool().query("select action from audit_entries where actor = 'cli' order by id")
    expect(rows.map(({ action }) => action)).toEqual([
      'account.create',
      'account.invite',
      'account.role',
      'account.remove',
    ])
  })

  it('makes a token, lists it without telling it, and revokes it', async () => {
    const made = await cli('token', 'create', '--name', 'grafana', '--scope', 'read', '--days', '30')
    const token = /oh_[A-Za-z0-9]{40}/.exec(made.out)?.[0] ?? ''
    expect(await findTokenHolder(`Bearer ${token}`)).toMatchObject({ name: 'token grafana', scope: 'read' })
    const { out } = await cli('token', 'list')
    expect(out).toMatch(/^grafana {2}oh_\w{5}… {2}read {2}expires 20\S+ {2}last used 20/)
    expect(out).not.toContain(token)
    expect((await cli('token', 'revoke', '--name', 'grafana')).code).toBe(0)
    expect(await findTokenHolder(`Bearer ${token}`)).toBeNull()
    expect((await cli('token', 'create', '--name', 'x', '--scope', 'all')).err).toContain('--scope must be read')
    expect((await cli('token', 'create', '--name', 'x', '--days', '0')).err).toContain('1 to 3650 days')
  })
})
