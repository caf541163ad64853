import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '#app/api/v1/openapi-document.ts'
import { createApiToken, revokeApiToken } from '#lib/admin/account/api-tokens.ts'
import { ensureFirstAdmin } from '#lib/auth/new-account.ts'
import { pool } from '#lib/database/client.ts'
import { SCOPES } from '#lib/domain/access.ts'
import { useTestDatabase } from '../../support/ingest.ts'

const app = join(import.meta.dirname, '../../../app')
const SITE = 'http://localhost:3000'
const OWN: Record<string, string> = { origin: SITE, 'sec-fetch-site': 'same-origin' }
const TOKEN = 'a-token-of-more-than-32-characters-for-tests'

/** What somebody who is not signed in may ask for: to sign in, to take a link up, and to sign out, which says nothing. */
const OPEN = new Set([
  'admin/sign-in/submit POST',
  'admin/sign-in/oidc GET',
  'admin/join/[link]/submit POST',
  'admin/sign-out POST',
  'api/auth/[...all] GET',
  'api/auth/[...all] POST',
])

/** What is one's own, of viewers too; and what is for people alone, whatever a token may do. */
const OWN_ACCOUNT = new Set(['admin/account/password', 'admin/account/sessions'])
const FOR_PEOPLE = new Set([
  ...OWN_ACCOUNT,
  'admin/people/change',
  'admin/people/[person]/change',
  'admin/tokens/change',
])
/** Every path parameter that a route has, as something that could be there. */
const PARAMS = {
  vendor: 'acme',
  run: '00000000-0000-7000-8000-000000000000',
  batch: '00000000-0000-7000-8000-000000000000',
  source: '1',
  rule: '1',
  incident: '000000000000',
  document: '1',
  person: 'x',
  link: 'x',
  all: ['get-session'],
}

/** Forged, stolen of another site, or meant for another layer. */
const DISGUISES: [string, Record<string, string>][] = [
  ['nothing at all', {}],
  ['a forged cookie', { cookie: 'outage-history.session_token=abc.def' }],
  ['a token that is not the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a token that was never made', { authorization: `Bearer oh_${'a'.repeat(40)}` }],
  ['a token in another scheme', { authorization: `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}` }],
  ['a token in the cookie', { cookie: `outage-history.session_token=${TOKEN}` }],
  ['a claim to have passed the middleware', { 'x-middleware-subrequest': 'middleware:middleware:middleware' }],
  ['the headers of the router', { rsc: '1', 'next-router-prefetch': '1', 'next-action': 'x' }],
  ['the address of the machine itself', { 'x-forwarded-for': '127.0.0.1', 'x-outage-history-client': '127.0.0.1' }],
]

/** Unknown operations, ids that no row has, and a text that no database keeps. */
const ODD_FORMS: Record<string, string>[] = [
  { form: '__proto__', operation: '__proto__' },
  { form: 'constructor', operation: 'constructor' },
  ...['2147483648', '1e99', '1.5', '-1', 'NaN'].flatMap((id) =>
    ['revokeLink', 'revoke'].map((form) => ({ form, link: id, token: id, correction: id })),
  ),
  { form: 'edit', operation: 'one', session: 'a\0b', name: 'a\0b', email: 'a\0b', reason: 'a\0b' },
]

/** How a browser marks what another site makes it send, and what no browser sends. */
const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'null' },
  {},
]

type Handler = (request: Request, context: { params: Promise<typeof PARAMS> }) => Promise<Response>
type Route = { path: string; methods: Record<string, Handler> }

let remove: () => Promise<void>
let routes: Route[]

beforeAll(async () => {
  remove = await useTestDatabase()
  Object.assign(process.env, { AUTH_SECRET: 'x'.repeat(32), ADMIN_TOKEN: TOKEN, ADMIN_PASSWORD: 'the first of many' })
  await ensureFirstAdmin()
  routes = await loadRoutes()
})

afterAll(async () => remove())

/** What a token of scope ingest may change, by the description of the API. */
function listForIngest(): Set<string> {
  return new Set(
    Object.entries(openApiDocument().paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { security }]) => security?.[0]?.token[0] === 'ingest')
        .map(([method]) => `${path.slice(1).replaceAll(/\{(\w+)\}/g, '[$1]')} ${method.toUpperCase()}`),
    ),
  )
}

async function loadRoutes(): Promise<Route[]> {
  const files = globSync('{admin,api}/**/route.ts', { cwd: app })
  return await Promise.all(
    files.map(async (file) => {
      const methods = Object.entries(await import(join(app, file))).filter(([name]) => /^[A-Z]+$/.test(name))
      return {
        path: file.replaceAll('\\', '/').replace('/route.ts', ''),
        methods: Object.fromEntries(methods) as Route['methods'],
      }
    }),
  )
}

const isPrivate = ({ path }: Route, method: string) =>
  !OPEN.has(`${path} ${method}`) &&
  (path.startsWith('admin/') || method !== 'GET' || /\/(runs|batches|sources)\b/.test(path))

function ask({ path }: Route, method: string, headers: HeadersInit): Request {
  const body =
    method === 'GET' ? {} : { body: new URLSearchParams({ mode: 'poll', form: 'pause', operation: 'cancel' }) }
  return new Request(`${SITE}/${path}`, { method, headers, ...body })
}

describe('every route of the admin area and every call of the API that changes something', () => {
  it('is found', () => {
    const all = routes.flatMap((route) => Object.keys(route.methods).filter((method) => isPrivate(route, method)))
    expect(all.length).toBeGreaterThan(18)
  })

  it.each(DISGUISES)('is closed to %s', async (_what, headers) => {
    for (const route of routes) {
      for (const [method, handler] of Object.entries(route.methods)) {
        if (!isPrivate(route, method)) continue
        for (const origin of [{}, OWN]) {
          const answer = await handler(ask(route, method, { ...origin, ...headers }), {
            params: Promise.resolve(PARAMS),
          })
          const toSignIn =
            answer.status === 303 && answer.headers.get('location')?.startsWith('/admin/sign-in') === true
          expect([route.path, method, toSignIn || [401, 403].includes(answer.status)]).toEqual([
            route.path,
            method,
            true,
          ])
        }
      }
    }
    const { rows } = await pool().query(
      'select (select count(*) from runs) + (select count(*) from audit_entries) as traces',
    )
    expect(rows).toEqual([{ traces: '0' }])
  })

  it('is closed to the session of an admin when another site sends the form', async () => {
    const cookie = await sessionCookie()
    for (const route of routes) {
      for (const [method, handler] of Object.entries(route.methods)) {
        if (method === 'GET') continue
        for (const foreign of FOREIGN) {
          const to = route.path === 'api/auth/[...all]' ? { ...route, path: 'api/auth/sign-out' } : route
          const answer = await handler(ask(to, method, { cookie, ...foreign }), { params: Promise.resolve(PARAMS) })
          expect([route.path, [401, 403].includes(answer.status)]).toEqual([route.path, true])
        }
      }
    }
  })

  it.each(ODD_FORMS)('has an answer to what no page sends: %o', async (fields) => {
    const cookie = await sessionCookie()
    for (const route of routes.filter(({ path }) => path.startsWith('admin/') && path !== 'admin/sign-out')) {
      const { POST: handler } = route.methods
      if (handler === undefined) continue
      const request = new Request(`${SITE}/${route.path}`, {
        method: 'POST',
        headers: { cookie, ...OWN },
        body: new URLSearchParams({ confirm: 'on', ...fields }),
      })
      const { status } = await handler(request, { params: Promise.resolve(PARAMS) })
      expect([route.path, status < 500]).toEqual([route.path, true])
    }
  })

  it('is closed to a viewer', async () => {
    const cookie = await sessionCookie()
    await pool().query("update users set role = 'viewer'")
    await forEachWritingRoute(async (route, method, handler) => {
      if (OWN_ACCOUNT.has(route.path)) return
      const own = { cookie, ...OWN }
      const answer = await handler(ask(route, method, own), { params: Promise.resolve(PARAMS) })
      expect([route.path, answer.status]).toEqual([route.path, 403])
    })
    await pool().query("update users set role = 'admin'")
  })

  it('is closed to a token of too small a scope, and people and tokens to every token', async () => {
    const by = { actor: 'test', userId: null }
    const header = async (scope: 'read' | 'ingest' | 'admin') => ({
      ...OWN,
      authorization: `Bearer ${await createApiToken({ name: scope, scope, days: 1 }, by)}`,
    })
    const forIngest = listForIngest()
    expect(forIngest.size).toBeGreaterThan(2)
    const [read, ingest, admin] = await Promise.all([header('read'), header('ingest'), header('admin')])
    const statusOf = async (route: Route, method: string, handler: Handler, headers: HeadersInit) =>
      (await handler(ask(route, method, headers), { params: Promise.resolve(PARAMS) })).status
    await forEachWritingRoute(async (route, method, handler) => {
      expect([route.path, await statusOf(route, method, handler, read)]).toEqual([route.path, 403])
      if (!forIngest.has(`${route.path} ${method}`)) {
        expect([route.path, await statusOf(route, method, handler, ingest)]).toEqual([route.path, 403])
      }
      if (FOR_PEOPLE.has(route.path)) {
        for (const headers of [admin, { ...OWN, authorization: `Bearer ${TOKEN}` }]) {
          expect([route.path, await statusOf(route, method, handler, headers)]).toEqual([route.path, 403])
        }
      }
    })
  })

  it('is closed to a token that has expired or was revoked', async () => {
    const by = { actor: 'test', userId: null }
    const [expired, revoked] = await Promise.all(
      ['expired', 'revoked'].map((name) => createApiToken({ name, scope: 'admin', days: 1 }, by)),
    )
    await pool().query("update api_tokens set expires_at = now() where name = 'expired'")
    await revokeApiToken({ name: 'revoked' }, 'test')
    for (const token of [expired, revoked]) {
      await forEachWritingRoute(async (route, method, handler) => {
        const headers = { ...OWN, authorization: `Bearer ${token}` }
        const { status } = await handler(ask(route, method, headers), { params: Promise.resolve(PARAMS) })
        expect([route.path, [303, 401].includes(status)]).toEqual([route.path, true])
      })
    }
  })
})

describe('every call of the API', () => {
  it('wants the scope that its description says', async () => {
    const by = { actor: 'test', userId: null }
    const tokens = await Promise.all(
      SCOPES.map(async (scope) => await createApiToken({ name: `described ${scope}`, scope, days: 1 }, by)),
    )
    const described: string[] = []
    // Statuspage's form is public, and asked for in tests/integration/web/statuspage-api.test.ts.
    const ours = Object.entries(openApiDocument().paths).filter(([path]) => !path.includes('/api/v2/'))
    for (const [path, operations] of ours) {
      for (const [method, operation] of Object.entries(operations)) {
        const wanted = (SCOPES as readonly string[]).indexOf(operation.security?.[0]?.token[0] ?? '')
        const route = routes.find((known) => `/${known.path}`.replaceAll(/\[(\w+)\]/g, '{$1}') === path)
        const handler = route?.methods[method.toUpperCase()]
        if (route === undefined || handler === undefined)
          throw new Error(`${method} ${path} is described and not there.`)
        if (wanted < 0) continue
        described.push(`${method} ${path}`)
        for (const [held, token] of tokens.entries()) {
          const headers = { authorization: `Bearer ${token}` }
          const { status } = await handler(ask(route, method.toUpperCase(), headers), {
            params: Promise.resolve(PARAMS),
          })
          expect([path, SCOPES[held], status === 403]).toEqual([path, SCOPES[held], held < wanted])
        }
      }
    }
    expect(described.length).toBeGreaterThan(4)
  })
})

async function forEachWritingRoute(operation: (route: Route, method: string, handler: Handler) => Promise<void>) {
  for (const route of routes) {
    for (const [method, handler] of Object.entries(route.methods)) {
      if (method !== 'GET' && isPrivate(route, method)) await operation(route, method, handler)
    }
  }
}

async function sessionCookie(): Promise<string> {
  const { auth } = await import('#lib/auth/auth.ts')
  const body = { email: 'admin@localhost', password: 'the first of many' }
  const answer = await auth().api.signInEmail({ body, asResponse: true })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
