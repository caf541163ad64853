import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as startOidc } from '#app/admin/sign-in/oidc/route.ts'
import { POST as signIn } from '#app/admin/sign-in/submit/route.ts'
import { createAccount } from '#lib/admin/account/accounts.ts'
import { useTestDatabase } from '../../support/ingest.ts'
import { CLIENT, type OidcIssuer, startOidcIssuer } from '../../support/processes/oidc-issuer.ts'

const SITE = 'http://localhost:3000'
let issuer: OidcIssuer
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
  issuer = await startOidcIssuer()
  Object.assign(process.env, {
    AUTH_SECRET: 'x'.repeat(32),
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Example SSO',
  })
})

afterAll(async () => {
  await issuer.close()
  await remove()
})

async function begin(): Promise<{ location: string; said: string }> {
  const answer = await startOidc(new Request(`${SITE}/admin/sign-in/oidc`), {})
  expect(answer.status).toBe(303)
  const flash = answer.headers.getSetCookie()[0]?.match(/flash=([^;]+)/)?.[1] ?? ''
  const said = flash === '' ? '' : JSON.parse(Buffer.from(flash, 'base64url').toString()).errors['']
  return { location: answer.headers.get('location') ?? '', said }
}

describe('an issuer that is away', () => {
  it('is said to be, keeps nobody from signing in with a password, and is asked again the next time', async () => {
    const password = await createAccount('ada@example.com', 'admin', 'cli')
    issuer.fault = { hangs: true }
    const waiting = begin()
    const form = new Request(`${SITE}/admin/sign-in/submit`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'ada@example.com', password }),
      headers: { origin: SITE, 'sec-fetch-site': 'same-origin' },
    })
    expect((await signIn(form, {})).headers.get('location')).toBe('/admin')
    const { location, said } = await waiting
    expect(location).toMatch(/^\/admin\/sign-in\?note=/)
    expect(said).toMatch(/Example SSO cannot be reached/)

    issuer.fault = { otherName: true }
    expect((await begin()).said).toMatch(/Example SSO cannot be reached/)

    issuer.fault = {}
    expect((await begin()).location).toMatch(`${issuer.url}/authorize?`)
  })

  it('is named after its host where it has no name, and there is none where none is set up', async () => {
    const { parseEnv } = await import('#lib/env.ts')
    const given = { OIDC_ISSUER: 'https://login.example.com/realms/x', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
    expect(parseEnv(given).OIDC_NAME).toBeNull()
    expect(() => parseEnv({ OIDC_ISSUER: given.OIDC_ISSUER })).toThrow(/OIDC_CLIENT_ID is missing beside OIDC_ISSUER/)
    expect(() => parseEnv({ ...given, OIDC_ISSUER: 'http://login.example.com' })).toThrow(/must be the https address/)
    expect(() => parseEnv({ ...given, OIDC_ADMINS: 'everybody' })).toThrow(/must list e-mail addresses/)
    expect(parseEnv({}).OIDC_ISSUER).toBeNull()
  })
})
