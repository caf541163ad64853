import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POST as join } from '#app/admin/join/[link]/submit/route.ts'
import { inviteAccount } from '#lib/admin/account/account-links.ts'
import { getPrincipal } from '#lib/auth/principal.ts'
import { pool } from '#lib/database/client.ts'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'

const SITE = 'http://localhost:3000'
const PASSWORD = 'a password that is long'
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  process.env.AUTH_SECRET = 'x'.repeat(32)
})

beforeEach(async () => {
  await emptyTables('users', 'sessions', 'accounts', 'account_links', 'audit_entries', 'rate_limits')
})

afterAll(async () => remove())

/** The form of the link's page, as a browser sends it. */
async function submit(
  link: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; location: string; cookie: string; flash: { errors?: object } & Record<string, unknown> }> {
  const request = new Request(`${SITE}/admin/join/${link}/submit`, {
    method: 'POST',
    body: new URLSearchParams({ password: PASSWORD, passwordAgain: PASSWORD, ...fields }),
    headers: { origin: SITE, 'sec-fetch-site': 'same-origin', [CLIENT_ADDRESS_HEADER]: '192.0.2.1', ...headers },
  })
  const answer = await join(request, { params: Promise.resolve({ link }) })
  const cookies = answer.headers.getSetCookie()
  const flash = /flash=([^;]+)/.exec(cookies.join())?.[1]
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    cookie: cookies.find((line) => line.includes('session_token='))?.split(';')[0] ?? '',
    flash: flash === undefined ? {} : JSON.parse(Buffer.from(flash, 'base64url').toString()),
  }
}

describe('the form of a link', () => {
  it('signs in with the password that it sets, in a session of its own', async () => {
    const link = await inviteAccount('ada@example.com', 'viewer', 'root')
    const { status, location, cookie } = await submit(link, {}, { cookie: 'outage-history.session_token=planted' })
    expect([status, location]).toEqual([303, '/admin'])
    expect(cookie).not.toContain('planted')
    const principal = await getPrincipal({ method: 'GET', headers: new Headers({ cookie }) })
    expect(principal).toMatchObject({ name: 'ada@example.com', role: 'viewer' })
  })

  it.each<[string, Record<string, string>, string]>([
    ['two that differ', { passwordAgain: 'another password' }, 'passwordAgain'],
    ['one that is too short', { password: 'short', passwordAgain: 'short' }, 'password'],
    ['one that is too long', { password: 'x'.repeat(257), passwordAgain: 'x'.repeat(257) }, 'password'],
  ])('says of %s what is wrong, beside the field, and sends no password back', async (_what, fields, field) => {
    const link = await inviteAccount('ada@example.com', 'viewer', 'root')
    const { status, location, flash } = await submit(link, fields)
    expect([status, location]).toEqual([303, expect.stringMatching(`^/admin/join/${link}\\?note=`)])
    expect(Object.keys(flash.errors ?? {})).toEqual([field])
    expect(JSON.stringify(flash)).not.toContain(PASSWORD)
    expect((await pool().query('select from users')).rowCount).toBe(0)
  })

  it('makes nothing of a link that does not work', async () => {
    const { status, flash } = await submit('a'.repeat(40))
    expect([status, flash.errors]).toEqual([303, { '': 'This link no longer works.' }])
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['nowhere', { origin: 'null', 'sec-fetch-site': 'none' }],
  ])('is refused when it comes from %s', async (_what, headers) => {
    const link = await inviteAccount('ada@example.com', 'admin', 'root')
    expect((await submit(link, {}, headers)).status).toBe(403)
    expect((await pool().query('select from users')).rowCount).toBe(0)
  })

  it('is refused after twenty tries within a minute, whatever the headers say', async () => {
    const link = await inviteAccount('ada@example.com', 'admin', 'root')
    const tries = await Promise.all(
      Array.from({ length: 22 }, (_, n) => submit('b'.repeat(40), {}, { 'x-forwarded-for': `203.0.113.${n}` })),
    )
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(2)
    expect((await submit(link)).status).toBe(429)
    expect((await submit(link, {}, { [CLIENT_ADDRESS_HEADER]: '192.0.2.2' })).status).toBe(303)
  })
})
