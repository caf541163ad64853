import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET as startOidc } from '#app/admin/sign-in/oidc/route.ts'
import { GET as askLibrary, POST as postLibrary } from '#app/api/auth/[...all]/route.ts'
import { inviteAccount } from '#lib/admin/account/account-links.ts'
import { changeRole, createAccount, findAccountId, removeAccount } from '#lib/admin/account/accounts.ts'
import { createApiToken } from '#lib/admin/account/api-tokens.ts'
import { getPrincipal } from '#lib/auth/principal.ts'
import { pool } from '#lib/database/client.ts'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'
import { CLIENT, type OidcIssuer, startOidcIssuer } from '../../support/processes/oidc-issuer.ts'

const SITE = 'http://localhost:3000'
const ADA = { sub: 'ada-1', email: 'Ada@Example.com', email_verified: true, name: 'Ada' }
let issuer: OidcIssuer
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  issuer = await startOidcIssuer()
  Object.assign(process.env, {
    AUTH_SECRET: 'x'.repeat(32),
    OIDC_ISSUER: `${issuer.url}/`,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Example SSO',
    OIDC_ADMINS: 'group:operators, boss@example.com',
    OIDC_VIEWERS: '@staff.example.com',
  })
})

beforeEach(async () => {
  await emptyTables(
    'users',
    'sessions',
    'accounts',
    'account_links',
    'api_tokens',
    'audit_entries',
    'rate_limits',
    'verifications',
  )
  Object.assign(issuer, { person: ADA, fault: {}, asked: [] })
})

afterAll(async () => {
  await issuer.close()
  await remove()
})

/** A browser as far as it matters here: it follows redirects and keeps cookies. */
function browser() {
  const cookies = new Map<string, string>()
  const headers = () => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    [CLIENT_ADDRESS_HEADER]: '192.0.2.1',
  })
  const take = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    /** The address at the issuer that the site sends to. */
    async begin(next = '/admin/runs'): Promise<Response> {
      const url = `${SITE}/admin/sign-in/oidc?next=${encodeURIComponent(next)}`
      return take(await startOidc(new Request(url, { headers: headers() }), {}))
    },
    /** Where the issuer sends back to. */
    async visitIssuer(response: Response): Promise<URL> {
      const answer = await fetch(response.headers.get('location') ?? '', { redirect: 'manual' })
      return new URL(answer.headers.get('location') ?? '')
    },
    async comeBack(url: URL): Promise<Response> {
      return take(await askLibrary(new Request(url, { headers: headers() }), {}))
    },
    async signIn(next?: string): Promise<Response> {
      return await this.comeBack(await this.visitIssuer(await this.begin(next)))
    },
    who: () => getPrincipal({ method: 'GET', headers: new Headers(headers()) }),
    /** The sentence on the page that the site leads to. */
    said(): string {
      const text = Buffer.from(cookies.get('outage-history.flash') ?? '', 'base64url').toString()
      return JSON.parse(text || '{"errors":{}}').errors[''] ?? ''
    },
  }
}

const count = async (table: 'users' | 'sessions' | 'accounts') =>
  (await pool().query(`select from ${table}`)).rowCount ?? 0
const audited = async () => (await pool().query('select actor, action, subject from audit_entries order by id')).rows

/** Nobody is in, and the page says why. */
async function expectRefused(visitor: ReturnType<typeof browser>, answer: Response, sentence: RegExp): Promise<void> {
  expect([answer.status, answer.headers.get('location')?.split('?')[0]]).toEqual([303, '/admin/sign-in'])
  expect(visitor.said()).toMatch(sentence)
  expect(await visitor.who()).toBeNull()
  expect(await count('sessions')).toBe(0)
}

describe('a sign-in at the issuer', () => {
  it('lets in who is invited, as what the invitation says, and leads on', async () => {
    const invitation = await inviteAccount('ada@example.com', 'viewer', 'root')
    const visitor = browser()
    const answer = await visitor.signIn('/admin/runs?state=failed')
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/admin/runs?state=failed'])
    expect(await visitor.who()).toMatchObject({ name: 'Ada@Example.com', role: 'viewer' })
    expect(invitation).not.toBe('')
    expect(
      (await pool().query('select from account_links where used_at is null and revoked_at is null')).rowCount,
    ).toBe(0)
    expect(await audited()).toEqual([
      { actor: 'root', action: 'account.invite', subject: 'ada@example.com' },
      { actor: 'Ada@Example.com', action: 'account.join', subject: 'Ada@Example.com' },
      { actor: 'Ada@Example.com', action: 'account.sign-in', subject: 'Ada@Example.com' },
    ])
    const { rows } = await pool().query("select detail from audit_entries where action = 'account.sign-in'")
    expect(rows).toEqual([{ detail: { by: 'issuer' } }])
  })

  it('lets in who has an account with the address, and knows them again by their id there', async () => {
    await createAccount('ada@example.com', 'admin', 'cli')
    const visitor = browser()
    await visitor.signIn()
    expect(await visitor.who()).toMatchObject({ name: 'ada@example.com', role: 'admin' })
    issuer.person = { ...ADA, email: 'ada@married.example.com' }
    const later = browser()
    await later.signIn()
    expect(await later.who()).toMatchObject({ name: 'ada@example.com' })
    expect([await count('users'), await count('accounts')]).toEqual([1, 2])
    expect((await audited()).map(({ action }) => action)).toEqual([
      'account.create',
      'account.link',
      'account.sign-in',
      'account.sign-in',
    ])
  })

  it.each([
    ['a group', { sub: 'a', email: 'a@elsewhere.example', groups: ['users', 'operators'] }, 'admin'],
    ['an address', { sub: 'b', email: 'Boss@Example.com' }, 'admin'],
    ['a domain', { sub: 'c', email: 'c@staff.example.com' }, 'viewer'],
  ])('lets in whom a rule of the configuration names by %s', async (_what, person, role) => {
    issuer.person = { email_verified: true, ...person }
    const visitor = browser()
    await visitor.signIn()
    expect(await visitor.who()).toMatchObject({ role })
  })

  it('asks for the address where the id token has none', async () => {
    await inviteAccount('ada@example.com', 'viewer', 'root')
    issuer.fault = { leanToken: true }
    const visitor = browser()
    await visitor.signIn()
    expect(await visitor.who()).toMatchObject({ name: 'Ada@Example.com' })
    expect(issuer.asked).toContain('/userinfo')
  })

  it('keeps none of the tokens of the issuer', async () => {
    await inviteAccount('ada@example.com', 'viewer', 'root')
    await browser().signIn()
    await browser().signIn()
    const { rows } = await pool().query('select access_token, refresh_token, id_token from accounts')
    expect(rows).toEqual([{ access_token: null, refresh_token: null, id_token: null }])
  })

  it('gives another session every time, which is noted as a sign-in', async () => {
    await inviteAccount('ada@example.com', 'viewer', 'root')
    const [first, second] = [browser(), browser()]
    await first.signIn()
    await second.signIn()
    const token = 'outage-history.session_token'
    expect(first.cookies.get(token)).not.toBe(second.cookies.get(token))
    expect((await pool().query('select from users where last_sign_in_at is not null')).rowCount).toBe(1)
  })

  it('never leads to another site', async () => {
    await inviteAccount('ada@example.com', 'viewer', 'root')
    expect((await browser().signIn('//evil.example')).headers.get('location')).toBe('/admin')
  })
})

describe('a rule of the configuration', () => {
  const operator = { sub: 'o', email: 'o@example.com', email_verified: true, groups: ['operators'] }

  it('decides anew at every sign-in: who is in the group no more is out, with the tokens they made', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    issuer.person = operator
    const visitor = browser()
    await visitor.signIn()
    const id = await findAccountId('o@example.com')
    await createApiToken({ name: 'x', scope: 'admin', days: null }, { actor: 'o@example.com', userId: id })
    issuer.person = { ...operator, groups: [] }
    const later = browser()
    await expectRefused(later, await later.signIn(), /no longer have access to this site/)
    expect(await visitor.who()).toBeNull()
    expect((await pool().query('select from api_tokens where revoked_at is null')).rowCount).toBe(0)
  })

  it('decides about the role alone', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    issuer.person = operator
    await browser().signIn()
    const change = changeRole(await findAccountId('o@example.com'), 'viewer', 'root@example.com')
    await expect(change).rejects.toMatchObject({ code: 'conflict' })
    issuer.person = { ...operator, groups: [], email: 'o@staff.example.com' }
    const visitor = browser()
    await visitor.signIn()
    expect(await visitor.who()).toMatchObject({ name: 'o@example.com', role: 'viewer' })
  })

  it('says nothing about who has an account without it', async () => {
    await createAccount('c@staff.example.com', 'admin', 'cli')
    issuer.person = { sub: 'c', email: 'c@staff.example.com', email_verified: true }
    const visitor = browser()
    await visitor.signIn()
    expect(await visitor.who()).toMatchObject({ role: 'admin' })
  })
})

describe('a sign-in at the issuer is refused', () => {
  it('to a stranger', async () => {
    const visitor = browser()
    await expectRefused(visitor, await visitor.signIn(), /You are not invited/)
    expect(await count('users')).toBe(0)
  })

  it.each(['%@example.com', '___@example.com', 'ada@example_com'])(
    'to %s, who is not who was invited',
    async (email) => {
      await inviteAccount('ada@example.com', 'admin', 'root')
      issuer.person = { ...ADA, email }
      const visitor = browser()
      await expectRefused(visitor, await visitor.signIn(), /You are not invited/)
    },
  )

  it('to somebody who has been removed', async () => {
    await createAccount('root@example.com', 'admin', 'cli')
    await inviteAccount('ada@example.com', 'viewer', 'root')
    await browser().signIn()
    await removeAccount(await findAccountId('ada@example.com'), { revokesTokens: true, actor: 'root' })
    const visitor = browser()
    await expectRefused(visitor, await visitor.signIn(), /You are not invited/)
  })

  it.each([
    ['an address that the issuer does not vouch for', { email_verified: false }],
    ['an address of which it does not say', { email_verified: undefined }],
    ['no address', { email: undefined }],
  ])('with %s, also where there is an account and a rule', async (_what, claims) => {
    await createAccount('boss@example.com', 'admin', 'cli')
    issuer.person = { ...ADA, email: 'boss@example.com', groups: ['operators'], ...claims }
    const visitor = browser()
    await expectRefused(visitor, await visitor.signIn(), /has not confirmed an e-mail address/)
  })

  it.each<[string, OidcIssuer['fault']]>([
    ['another nonce', { claims: { nonce: 'n'.repeat(32) } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another audience', { claims: { aud: 'another client' } }],
    ['another issuer', { claims: { iss: 'https://issuer.example' } }],
    ['a time that is over', { claims: { exp: 1_700_000_000 } }],
    ['a signature by another key', { foreignKey: true }],
    ['no subject', { claims: { sub: undefined } }],
    ['no existence', { noIdToken: true }],
  ])('when the id token has %s', async (_what, fault) => {
    await inviteAccount('ada@example.com', 'admin', 'root')
    issuer.fault = fault
    const visitor = browser()
    await expectRefused(visitor, await visitor.signIn(), /could not be verified/)
    expect(await count('users')).toBe(0)
  })

  it('in another browser than it was begun in', async () => {
    await inviteAccount('ada@example.com', 'admin', 'root')
    const [victim, attacker] = [browser(), browser()]
    const url = await attacker.visitIssuer(await attacker.begin())
    await expectRefused(victim, await victim.comeBack(url), /in another browser/)
  })

  it('with a state that was made up, with none, and a second time with the same', async () => {
    await inviteAccount('ada@example.com', 'admin', 'root')
    const visitor = browser()
    const url = await visitor.visitIssuer(await visitor.begin())
    for (const state of ['made-up-made-up-made-up-made-up-1', null]) {
      const changed = new URL(url)
      if (state === null) changed.searchParams.delete('state')
      else changed.searchParams.set('state', state)
      await expectRefused(visitor, await visitor.comeBack(changed), /in another browser/)
    }
    expect((await visitor.comeBack(url)).status).toBe(302)
    await emptyTables('sessions')
    await expectRefused(visitor, await visitor.comeBack(url), /in another browser/)
  })

  it('by the issuer itself', async () => {
    issuer.fault = { refuses: 'access_denied' }
    const visitor = browser()
    await expectRefused(visitor, await visitor.signIn(), /Example SSO did not confirm your sign-in/)
  })

  it('when the code is not of this sign-in', async () => {
    await inviteAccount('ada@example.com', 'admin', 'root')
    const visitor = browser()
    const url = await visitor.visitIssuer(await visitor.begin())
    url.searchParams.set('code', 'another')
    await expectRefused(visitor, await visitor.comeBack(url), /could not be verified/)
  })

  it('after twenty tries within a minute', async () => {
    const visitor = browser()
    for (let n = 0; n < 20; n++) expect((await visitor.begin()).status).toBe(303)
    const answer = await visitor.begin()
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})

describe('the endpoints of the library', () => {
  it('begin no sign-in by themselves, and take no id token', async () => {
    for (const body of [{ provider: 'oidc' }, { provider: 'oidc', idToken: { token: 'a.b.c' } }]) {
      const answer = await postLibrary(
        new Request(`${SITE}/api/auth/sign-in/social`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: SITE },
          body: JSON.stringify(body),
        }),
        {},
      )
      expect(answer.status).toBe(404)
    }
    expect(issuer.asked).toEqual([])
  })
})
