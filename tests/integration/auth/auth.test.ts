import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { POST as changePassword } from '#app/admin/account/password/route.ts'
import { POST as signIn } from '#app/admin/sign-in/submit/route.ts'
import { POST as signOut } from '#app/admin/sign-out/route.ts'
import { POST as askLibrary, GET as readLibrary } from '#app/api/auth/[...all]/route.ts'
import { resetPassword } from '#lib/admin/account/accounts.ts'
import { auth } from '#lib/auth/auth.ts'
import { ensureFirstAdmin } from '#lib/auth/new-account.ts'
import { getPrincipal } from '#lib/auth/principal.ts'
import { pool } from '#lib/database/client.ts'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { cpuMsOf } from '../../support/cpu-time.ts'
import { useTestDatabase } from '../../support/ingest.ts'

const SITE = 'http://localhost:3000'
const PASSWORD = 'the first of many'
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  process.env.ADMIN_PASSWORD = PASSWORD
  process.env.AUTH_SECRET = 'x'.repeat(32)
})

beforeEach(async () => {
  await emptyTables('users', 'sessions', 'accounts', 'rate_limits', 'sign_in_attempts', 'audit_entries')
  await ensureFirstAdmin()
})

afterAll(async () => remove())

/** A form as a browser sends it from a page of this site. */
function form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Request {
  return new Request(SITE + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: SITE, 'sec-fetch-site': 'same-origin', [CLIENT_ADDRESS_HEADER]: '192.0.2.1', ...headers },
  })
}

const trySignIn = (fields: Record<string, string> = {}, headers?: Record<string, string>) =>
  signIn(form('/admin/sign-in/submit', { email: 'admin@localhost', password: PASSWORD, ...fields }, headers), {})

/** What asks the sign-in library itself, without a cookie; an empty header is left out. */
function libraryRequest(headers: Record<string, string>, fields: Record<string, string> = {}): Request {
  const given = Object.entries(headers).filter(([, value]) => value !== '')
  return new Request(`${SITE}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [CLIENT_ADDRESS_HEADER]: '192.0.2.1',
      ...Object.fromEntries(given),
    },
    body: JSON.stringify({ email: 'admin@localhost', password: PASSWORD, ...fields }),
  })
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.includes('session_token='))
    ?.split(';')[0] ?? ''

const whoIs = (cookie: string, method = 'GET', headers: Record<string, string> = {}) =>
  getPrincipal({ method, headers: new Headers({ cookie, ...headers }) })

describe('a sign-in that the database fails', () => {
  /** Every write to a table fails in this way until the test is over. */
  async function fail(table: string, code: string): Promise<void> {
    await pool().query(
      `create or replace function fail() returns trigger language plpgsql as
         $$ begin raise exception 'could not extend file' using errcode = tg_argv[0]; end $$;
       create trigger fail before insert or update on ${table} for each row execute function fail('${code}')`,
    )
  }

  afterEach(async () => {
    for (const table of ['sessions', 'rate_limits', 'sign_in_attempts'])
      await pool().query(`drop trigger if exists fail on ${table}`)
  })

  it.each([
    ['sessions', '53100', 'no_room'],
    ['rate_limits', '53100', 'no_room'],
    ['sign_in_attempts', '53100', 'no_room'],
    ['sessions', '57014', 'took_too_long'],
    ['sessions', '57P01', 'database_unavailable'],
  ])('at %s by %s is 503, and says why', async (table, code, name) => {
    await fail(table, code)
    const asked = [() => trySignIn(), () => askLibrary(libraryRequest({ origin: SITE }), {})]
    for (const ask of asked) {
      const answer = await ask()
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).not.toBeNull()
      expect(await answer.json()).toMatchObject({ code: name })
    }
  })

  it('by a fault of ours is 500, and not a wrong password', async () => {
    await fail('sessions', '22012')
    const answer = await trySignIn()
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'internal_error' })
  })
})

describe('a sign-in', () => {
  it('gives a session that is kept in the database, and leads on', async () => {
    const answer = await trySignIn({ next: '/admin/runs' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/runs'])
    expect(await whoIs(cookieOf(answer))).toMatchObject({ name: 'admin@localhost', role: 'admin', scope: 'admin' })
    const { rows } = await pool().query('select ip_address from sessions')
    expect(rows).toEqual([{ ip_address: '192.0.2.1' }])
  })

  it('sets a cookie that no script reads and no other site sends along', async () => {
    const [cookie] = (await trySignIn()).headers.getSetCookie()
    expect(cookie).toMatch(/^outage-history\.session_token=[^;]+;/)
    for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(flag)
  })

  it('gives another session every time', async () => {
    expect(cookieOf(await trySignIn())).not.toBe(cookieOf(await trySignIn()))
  })

  it('never leaves the site', async () => {
    expect((await trySignIn({ next: '//evil.example' })).headers.get('location')).toBe('/admin')
  })

  it.each<[string, Record<string, string>]>([
    ['a wrong password', { password: 'not this one' }],
    ['an unknown address', { email: 'nobody@example.com' }],
    ['an address that is none', { email: '*' }],
    ['nothing at all', { email: '', password: '' }],
  ])('with %s leads back with one and the same sentence', async (_what, fields) => {
    const answer = await trySignIn(fields)
    expect(answer.headers.get('location')).toMatch(/^\/admin\/sign-in\?note=/)
    expect(cookieOf(answer)).toBe('')
    const flash = answer.headers.getSetCookie()[0]?.match(/flash=([^;]+)/)?.[1] ?? ''
    expect(JSON.parse(Buffer.from(flash, 'base64url').toString())).toMatchObject({
      errors: { '': 'No account has this e-mail address and password.' },
      values: { email: fields.email ?? 'admin@localhost' },
    })
  })

  it('takes as long for an unknown address as for a wrong password', async () => {
    const time = (fields: Record<string, string>, n: number) =>
      cpuMsOf(() => trySignIn(fields, { [CLIENT_ADDRESS_HEADER]: `198.51.100.${n}` }))
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let n = 0; n < 24; n++) {
      await pool().query('delete from sign_in_attempts')
      known.push(await time({ password: 'wrong' }, n))
      unknown.push(await time({ email: 'nobody@example.com', password: 'wrong' }, n))
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length / 2] ?? 0
    const ratio = median(unknown) / median(known)
    // Without the password's hash it would be a tenth; the machine's own noise is what is left.
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(1.4)
  })

  it.each([
    ['of another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of no origin', { origin: '', 'sec-fetch-site': '' }],
    ['of the origin null', { origin: 'null', 'sec-fetch-site': '' }],
    ['of an origin that begins like ours', { origin: `${SITE}.evil.example`, 'sec-fetch-site': '' }],
    ['of our host on another port', { origin: 'http://localhost:3001', 'sec-fetch-site': '' }],
    ['of our host by another scheme', { origin: 'https://localhost:3000', 'sec-fetch-site': '' }],
    ['of another host of our site', { origin: 'http://a.localhost:3000', 'sec-fetch-site': 'same-site' }],
  ])('by a form %s is refused', async (_what, headers) => {
    const request = form('/admin/sign-in/submit', { email: 'admin@localhost', password: PASSWORD })
    for (const [name, value] of Object.entries(headers)) {
      if (value === '') request.headers.delete(name)
      else request.headers.set(name, value)
    }
    expect((await signIn(request, {})).status).toBe(403)
    expect((await askLibrary(libraryRequest(headers), {})).status).toBe(403)
  })

  it("gives no session token to scripts at the library's own address", async () => {
    const answer = await askLibrary(libraryRequest({ origin: SITE }), {})
    expect(answer.status).toBe(200)
    const cookie = decodeURIComponent(cookieOf(answer).split('=')[1] ?? '')
    const [token = 'none'] = cookie.split('.')
    const text = await answer.text()
    expect(await whoIs(cookieOf(answer))).not.toBeNull()
    expect(JSON.parse(text)).toMatchObject({ user: { email: 'admin@localhost.localhost' } })
    expect(text).not.toContain(token)
  })

  it('trusts no host that begins like that of PUBLIC_URL', async () => {
    vi.resetModules()
    vi.stubEnv('PUBLIC_URL', 'http://localhost.example.com')
    try {
      const { isOwnOrigin } = await import('#lib/auth/own-origin.ts')
      const asks = (origin: string) => isOwnOrigin({ method: 'POST', headers: new Headers({ origin }) })
      expect(['http://localhost.example.com', 'http://127.0.0.1.example.com'].map(asks)).toEqual([true, false])
    } finally {
      vi.unstubAllEnvs()
      vi.resetModules()
    }
  })

  it('works under both names of this machine', async () => {
    const answer = await trySignIn({}, { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': '' })
    // An empty header is a header: a browser without fetch metadata sends none.
    expect(answer.status).toBe(403)
    const request = form('/admin/sign-in/submit', { email: 'admin@localhost', password: PASSWORD })
    request.headers.delete('sec-fetch-site')
    request.headers.set('origin', 'http://127.0.0.1:3000')
    expect((await signIn(request, {})).headers.get('location')).toBe('/admin')
  })
})

describe('the limit of sign-ins', () => {
  /** Each at another address, so that only the network can be what is counted. */
  const wrong = (n: number) => ({ email: `nobody-${n}@example.com`, password: 'wrong' })

  it('refuses the eleventh try within a minute, right or wrong, and says when to come again', async () => {
    for (let n = 0; n < 10; n++) expect((await trySignIn(wrong(n))).status).toBe(303)
    const refused = await trySignIn()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect((await trySignIn({}, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429)
  })

  it('counts tries that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => trySignIn(wrong(n))))
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(6)
  })

  it('counts a whole IPv6 network as one', async () => {
    for (let n = 0; n < 10; n++) await trySignIn(wrong(n), { [CLIENT_ADDRESS_HEADER]: `2001:db8::${n}` })
    expect((await trySignIn({}, { [CLIENT_ADDRESS_HEADER]: '2001:db8::ff' })).status).toBe(429)
    expect((await trySignIn({}, { [CLIENT_ADDRESS_HEADER]: '2001:db8:0:1::1' })).status).toBe(303)
  })

  it('ends with the minute', async () => {
    for (let n = 0; n < 11; n++) await trySignIn(wrong(n))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    try {
      expect((await trySignIn()).status).toBe(303)
    } finally {
      vi.useRealTimers()
    }
  })

  it("holds at the library's own address too, which is the same count", async () => {
    const ask = (n: number) => askLibrary(libraryRequest({ origin: SITE }, wrong(n)), {})
    for (let n = 0; n < 10; n++) expect((await ask(n)).status).toBe(401)
    const refused = await ask(10)
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true])
    expect((await trySignIn()).status).toBe(429)
  })
})

describe('the wait after wrong passwords', () => {
  /** Each from another network, so that only the account can be what is counted. */
  let network = 0
  const elsewhere = () => ({ [CLIENT_ADDRESS_HEADER]: `198.51.${++network >> 8}.${network & 255}` })
  const tryFrom = async (headers: Record<string, string>, password: string, email = 'admin@localhost') =>
    await trySignIn({ email, password }, { ...elsewhere(), ...headers })
  const wait = (answer: Response) => Number(answer.headers.get('retry-after'))
  /** As if so much time had gone by. */
  const later = (seconds: number) =>
    pool().query(
      `update sign_in_attempts set blocked_until = blocked_until - $1 * interval '1 second', last_at = last_at - $1 * interval '1 second'`,
      [seconds],
    )
  const deviceOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('outage-history.device='))
      ?.split(';')[0] ?? ''

  it.each(['admin@localhost', 'nobody@example.com'])(
    'grows with each, from whatever networks they come, for %s, to five minutes',
    async (email) => {
      for (let n = 0; n < 5; n++) expect((await tryFrom({}, 'wrong', email)).status).toBe(303)
      const waits: number[] = []
      for (let n = 0; n < 7; n++) {
        expect((await tryFrom({}, 'wrong', email)).status).toBe(303)
        const refused = await tryFrom({}, PASSWORD, email)
        expect(refused.status).toBe(429)
        waits.push(wait(refused))
        await later(wait(refused))
      }
      expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300])
    },
  )

  it('counts tries that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tryFrom({}, 'wrong')))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(6)
  })

  it('ends with a right password, and with a day without any', async () => {
    for (let n = 0; n < 6; n++) await tryFrom({}, 'wrong')
    await later(10)
    expect(cookieOf(await tryFrom({}, PASSWORD))).not.toBe('')
    for (let n = 0; n < 6; n++) expect((await tryFrom({}, 'wrong')).status).toBe(303)
    expect((await tryFrom({}, 'wrong')).status).toBe(429)
    await later(86_401)
    for (let n = 0; n < 6; n++) expect((await tryFrom({}, 'wrong')).status).toBe(303)
  })

  it('does not keep anybody out of a browser in which they have signed in before', async () => {
    const cookie = deviceOf(await tryFrom({}, PASSWORD))
    for (let n = 0; n < 6; n++) await tryFrom({}, 'wrong')
    expect((await tryFrom({}, PASSWORD)).status).toBe(429)
    expect(cookieOf(await tryFrom({ cookie }, PASSWORD))).not.toBe('')
  })

  it('counts such a browser by itself, and takes no mark of another account or of nobody', async () => {
    const cookie = deviceOf(await tryFrom({}, PASSWORD))
    for (let n = 0; n < 6; n++) expect((await tryFrom({ cookie }, 'wrong')).status).toBe(303)
    expect((await tryFrom({ cookie }, PASSWORD)).status).toBe(429)
    expect((await tryFrom({}, 'wrong')).status).toBe(303)
    for (const mark of [cookie, 'outage-history.device=a.b', 'outage-history.device=']) {
      for (let n = 0; n < 6; n++) await tryFrom({ cookie: mark }, 'wrong', 'nobody@example.com')
      expect((await tryFrom({ cookie: mark }, 'wrong', 'nobody@example.com')).status).toBe(429)
    }
  })

  it('holds for the present password at a change of it, in a session that somebody may have found open', async () => {
    const cookie = cookieOf(await trySignIn())
    const change = (currentPassword: string) => {
      const fields = { currentPassword, newPassword: 'the second of many' }
      return changePassword(form('/admin/account/password', fields, { cookie, ...elsewhere() }), {})
    }
    for (let n = 0; n < 6; n++) expect((await change('wrong')).status).toBe(303)
    expect((await change(PASSWORD)).status).toBe(429)
    expect(cookieOf(await trySignIn())).not.toBe('')
  })

  it('is over for somebody who has been given a new password', async () => {
    for (let n = 0; n < 6; n++) await tryFrom({}, 'wrong')
    const password = await resetPassword('admin@localhost', 'cli')
    expect(cookieOf(await tryFrom({}, password))).not.toBe('')
  })
})

describe('the audit log', () => {
  const entries = async () =>
    (await pool().query('select actor, action, subject, detail from audit_entries order by id')).rows

  it('has sign-ins, sign-outs and changes of a password', async () => {
    const cookie = cookieOf(await trySignIn())
    const fields = { currentPassword: PASSWORD, newPassword: 'the second of many' }
    const changed = await changePassword(form('/admin/account/password', fields, { cookie }), {})
    await signOut(form('/admin/sign-out', {}, { cookie: cookieOf(changed) }), {})
    const by = { actor: 'admin@localhost', subject: 'admin@localhost' }
    expect(await entries()).toEqual([
      { ...by, action: 'account.sign-in', detail: { by: 'password' } },
      { ...by, action: 'account.password', detail: null },
      { ...by, action: 'account.sign-out', detail: { sessions: 1 } },
    ])
  })

  it('has of failed sign-ins the first, the tenth, the hundredth', async () => {
    for (let n = 0; n < 12; n++) {
      await pool().query('update sign_in_attempts set blocked_until = now()')
      for (const email of ['admin@localhost', `nobody-${n}@example.com`])
        await trySignIn({ email, password: 'wrong' }, { [CLIENT_ADDRESS_HEADER]: `203.0.113.${n}` })
    }
    const failed = { actor: 'somebody', action: 'account.sign-in-failed' }
    const expected = ['addresses without an account', 'admin@localhost'].flatMap((subject) =>
      [1, 10].map((tries) => ({ ...failed, subject, detail: { tries } })),
    )
    const sorted = async () =>
      (await entries()).sort((a, b) => a.subject.localeCompare(b.subject) || a.detail.tries - b.detail.tries)
    await expect.poll(sorted).toEqual(expected)
  })

  it('has the first of several failed sign-ins at once', async () => {
    const wrong = { email: 'admin@localhost', password: 'wrong' }
    await Promise.all([1, 2, 3, 4].map((n) => trySignIn(wrong, { [CLIENT_ADDRESS_HEADER]: `203.0.113.${n}` })))
    const ofAdmin = async () => (await entries()).filter(({ subject }) => subject === 'admin@localhost')
    await expect.poll(ofAdmin).toMatchObject([{ detail: { tries: 1 } }])
  })
})

describe('the endpoints of the sign-in library', () => {
  it('are off, but for those that this site uses', async () => {
    const endpoints = Object.values(auth().api as Record<string, { path?: string }>)
    const paths = endpoints.flatMap(({ path }) => (path === undefined ? [] : [path.replace(/:\w+/, 'x')]))
    expect(paths.length).toBeGreaterThan(20)
    const served: string[] = []
    for (const path of [...paths, '/callback/oidc']) {
      for (const [method, handle] of [['GET', readLibrary] as const, ['POST', askLibrary] as const]) {
        const body = method === 'POST' ? { body: '{}' } : {}
        const headers = { 'content-type': 'application/json', origin: SITE, [CLIENT_ADDRESS_HEADER]: '192.0.2.9' }
        const answer = await handle(new Request(`${SITE}/api/auth${path}`, { method, headers, ...body }), {})
        if (answer.status !== 404) served.push(`${method} ${path}`)
      }
    }
    expect(served.sort()).toEqual(['POST /change-password', 'POST /sign-in/email', 'POST /sign-out'])
  })
})

describe('a session', () => {
  it('ends at sign-out, and a copy of its cookie is worth nothing', async () => {
    const cookie = cookieOf(await trySignIn())
    const answer = await signOut(form('/admin/sign-out', {}, { cookie }), {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/sign-in'])
    expect(await whoIs(cookie)).toBeNull()
    expect((await pool().query('select from sessions')).rowCount).toBe(0)
  })

  it('ends at a change of the password, except the one that changed it, which gets a new cookie', async () => {
    const elsewhere = cookieOf(await trySignIn())
    const here = cookieOf(await trySignIn())
    const fields = { currentPassword: PASSWORD, newPassword: 'the second of many' }
    const answer = await changePassword(form('/admin/account/password', fields, { cookie: here }), {})
    expect(answer.headers.get('location')).toMatch(/^\/admin\/account\?note=/)
    expect([await whoIs(elsewhere), await whoIs(here)]).toEqual([null, null])
    expect(await whoIs(cookieOf(answer))).toMatchObject({ name: 'admin@localhost', role: 'admin', scope: 'admin' })
    expect(cookieOf(await trySignIn())).toBe('')
    expect(cookieOf(await trySignIn({ password: 'the second of many' }))).not.toBe('')
  })

  it('stays as it is when the present password is wrong or the new one too short', async () => {
    const cookie = cookieOf(await trySignIn())
    for (const fields of [
      { currentPassword: 'wrong', newPassword: 'the second of many' },
      { currentPassword: PASSWORD, newPassword: 'short' },
    ]) {
      await changePassword(form('/admin/account/password', fields, { cookie }), {})
      expect(await whoIs(cookie)).not.toBeNull()
    }
    expect(cookieOf(await trySignIn())).not.toBe('')
  })

  it('ends when it has not been used for twelve hours, and not while it is used', async () => {
    const cookie = cookieOf(await trySignIn())
    await pool().query("update sessions set updated_at = now() - interval '11 hours'")
    expect(await whoIs(cookie)).not.toBeNull()
    const { rows } = await pool().query("select updated_at > now() - interval '1 minute' as noted from sessions")
    expect(rows).toEqual([{ noted: true }])
    await pool().query("update sessions set updated_at = now() - interval '13 hours'")
    expect(await whoIs(cookie)).toBeNull()
  })

  it('ends two weeks after its sign-in, however much it is used', async () => {
    const cookie = cookieOf(await trySignIn())
    const { rows } = await pool().query(
      "select expires_at < now() + interval '14 days 1 minute' as bounded from sessions",
    )
    expect(rows).toEqual([{ bounded: true }])
    await pool().query('update sessions set expires_at = now()')
    expect(await whoIs(cookie)).toBeNull()
  })

  it('is not made by a cookie with another signature', async () => {
    const cookie = cookieOf(await trySignIn())
    expect(await whoIs(`${cookie.slice(0, -6)}AAAA%3D`)).toBeNull()
    expect(await whoIs(cookie.replace(/\..*$/, ''))).toBeNull()
  })

  it('changes something only by a page of this site', async () => {
    const cookie = cookieOf(await trySignIn())
    const asked = async (headers: Record<string, string>) => (await whoIs(cookie, 'POST', headers)) !== null
    expect(await asked({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(await asked({ origin: SITE })).toBe(true)
    expect(await asked({})).toBe(false)
    expect(await asked({ origin: 'null' })).toBe(false)
    expect(await asked({ 'sec-fetch-site': 'same-site' })).toBe(false)
    expect(await asked({ 'sec-fetch-site': 'none' })).toBe(false)
    expect(await asked({ origin: 'http://localhost:3001' })).toBe(false)
  })

  it('tells a viewer from an admin', async () => {
    const cookie = cookieOf(await trySignIn())
    await pool().query("update users set role = 'viewer'")
    expect(await whoIs(cookie)).toMatchObject({ name: 'admin@localhost', role: 'viewer', scope: 'read' })
  })
})
