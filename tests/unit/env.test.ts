import { describe, expect, it } from 'vitest'
import { aboutSetting, parseEnv, SETTING_NAMES } from '#lib/env.ts'
import { listMisspelt } from '#lib/env-misspelt.ts'

const ISSUER = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }

/** The sentences about what is wrong. */
function complaintsAbout(source: Record<string, string>): string[] {
  try {
    parseEnv(source)
    return []
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n')
    expect(first).toBe('These settings are not valid. Nothing was started or changed:')
    return lines.map((line) => line.replace(/^- /, ''))
  }
}

describe('a wrong setting', () => {
  it.each([
    ['PORT', '70000', 'must be a whole number from 1 to 65535'],
    ['PORT', '0', 'must be a whole number'],
    ['PORT', '0x1F', 'must be a whole number'],
    ['PORT', '3000.5', 'must be a whole number'],
    ['PORT', 'http', 'must be a whole number'],
    ['HOST', 'http://0.0.0.0', 'must be an IP address or a host name'],
    ['HOST', '127.0.0.1:3000', 'must be an IP address or a host name'],
    ['HOST', '127.1', 'must be an IP address or a host name'],
    ['HOST', 'two words', 'must be an IP address or a host name'],
    ['PUBLIC_URL', 'javascript:alert(1)', 'must be an http or https address'],
    ['PUBLIC_URL', 'notaurl', 'must be an http or https address'],
    ['PUBLIC_URL', 'outages.example.com', 'must be an http or https address'],
    ['PUBLIC_URL', 'https:example.com', 'must be an http or https address'],
    ['PUBLIC_URL', 'ftp://example.com', 'must be an http or https address'],
    ['PUBLIC_URL', 'https://example.com/outages', 'without a path'],
    ['PUBLIC_URL', 'https://example.com?x=1', 'without a path, a query'],
    ['PUBLIC_URL', 'https://example.com:99999', 'must be an http or https address'],
    ['DATABASE_URL', 'mysql://host/db', 'must be a postgresql:// address'],
    ['DATABASE_URL', 'host/db', 'must be a postgresql:// address'],
    ['DATABASE_URL', 'postgresql://host:port/db', 'must be a postgresql:// address'],
    ['ADMIN_EMAIL', 'nobody', 'must be an e-mail address'],
    ['FETCH_ALLOW_CIDRS', '10.0.0.0', 'which "10.0.0.0" is not'],
    ['FETCH_ALLOW_CIDRS', '10.0.0.0/8, 10/8', 'which "10/8" is not'],
    ['FETCH_ALLOW_CIDRS', '10.0.0.0/33', 'which "10.0.0.0/33" is not'],
    ['FETCH_ALLOW_CIDRS', '10.0.0.0/8 192.168.0.0/16', 'must list networks'],
    ['FETCH_ALLOW_CIDRS', 'fd00::/200', 'which "fd00::/200" is not'],
    ['BACKFILL_SPACING_MS', '-1', 'must be a whole number from 0'],
    ['RETENTION_RUNS_DAYS', '0', 'must be a whole number from 1'],
    ['RETENTION_UNCHANGED_RUNS_DAYS', 'ever', 'must be a whole number'],
    ['RETENTION_SIGN_INS_DAYS', '-7', 'must be a whole number'],
    ['WORKER', 'true', 'must be on or off'],
    ['SCHEDULE', '1', 'must be on or off'],
    ['SAMPLE', 'no', 'must be on or off'],
    ['TRUST_PROXY', 'ON', 'must be on or off'],
    ['REPORT_TO', 'the admin', 'must be a mail address or an http or https address'],
    ['REPORT_TO', 'javascript:alert(1)', 'must be a mail address'],
    ['PUSH_SERVICES', 'push.example.com', 'must list http or https addresses without a path'],
    ['PUSH_SERVICES', 'https://push.example.com/up', 'without a path'],
    ['WEBSUB_HUB', 'hub.example.com', 'must be off or an http or https address'],
    ['WEBSUB_ALLOW_CIDRS', '10.0.0.0', 'which "10.0.0.0" is not'],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, silent'],
    ['OIDC_ADMINS', 'everybody', 'must list e-mail addresses'],
    ['OIDC_VIEWERS', 'a@example.com b@example.com', 'must list e-mail addresses'],
    ['OIDC_SCOPES', 'email profile', 'must contain openid'],
  ] as const)('%s=%s is refused with its name, its value, the reason and an example', (name, value, reason) => {
    const complaints = complaintsAbout({ [name]: value })
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(new RegExp(`^${name} `))
    expect(complaints[0]).toContain(reason)
    expect(complaints[0]).toContain(`for example ${aboutSetting(name).example}`)
    expect(complaints[0]).toContain(`"${value}" was given`)
  })

  it.each(['http://login.example.com', 'https://', 'login.example.com', 'https://login.example.com?tenant=1'])(
    'OIDC_ISSUER=%s is refused',
    (value) => {
      expect(complaintsAbout({ ...ISSUER, OIDC_ISSUER: value })[0]).toContain('OIDC_ISSUER must be the https address')
    },
  )

  it.each([
    ['ADMIN_PASSWORD', 'abc', 'must have 12 to 256 characters'],
    ['ADMIN_PASSWORD', 'hunter2'.repeat(60), 'must have 12 to 256 characters'],
    ['ADMIN_TOKEN', 'hunter2', 'must have at least 32 characters'],
    [
      'ADMIN_TOKEN',
      'hunter2 hunter2 hunter2 hunter2 hunter2',
      'must consist of ASCII letters, digits and punctuation, without spaces',
    ],
    ['AUTH_SECRET', 'hunter2', 'must have at least 32 characters'],
  ] as const)('%s is refused without being shown', (name, value, reason) => {
    const [complaint] = complaintsAbout({ [name]: value })
    expect(complaint).toContain(`${name} ${reason}`)
    expect(complaint).toContain(`the given value has ${value.length} characters.`)
    expect(complaint).not.toContain('hunter2')
  })

  it.each([
    'postgres://u:hunter2#@host/db',
    'postgresql://u:hunter2%@host/db',
    'postgresql://u:p/hunter2@host/db',
    'postgresql//u:hunter2@host/db',
    'u:hunter2@host/db',
    'mysql://host/db?user=u&password=hunter2',
  ])('DATABASE_URL=%s is refused without its password', (value) => {
    const [complaint] = complaintsAbout({ DATABASE_URL: value })
    expect(complaint).toMatch(/^DATABASE_URL must be a postgresql:\/\/ address .*percent-encoded/)
    expect(complaint).not.toContain('hunter2')
  })

  it('is told together with all others', () => {
    const source = { ADMIN_PASSWORD: 'abc', PUBLIC_URL: 'notaurl', FETCH_ALLOW_CIDRS: 'x,y', OIDC_CLIENT_ID: 'a' }
    const names = complaintsAbout(source).map((complaint) => complaint.split(' ')[0])
    expect(names).toEqual([
      'PUBLIC_URL',
      'ADMIN_PASSWORD',
      'FETCH_ALLOW_CIDRS',
      'FETCH_ALLOW_CIDRS',
      'OIDC_ISSUER',
      'OIDC_CLIENT_SECRET',
    ])
  })

  it.each(Object.keys(ISSUER) as (keyof typeof ISSUER)[])('is a sign-in at an issuer without %s', (name) => {
    const { [name]: _, ...rest } = ISSUER
    expect(complaintsAbout(rest)).toEqual([expect.stringMatching(`^${name} is missing beside OIDC_`)])
  })
})

describe('the settings', () => {
  it('may all be unset, or empty, or blank', () => {
    const none = parseEnv({})
    for (const empty of ['', '  '])
      expect(parseEnv(Object.fromEntries(SETTING_NAMES.map((name) => [name, empty])))).toEqual(none)
    expect(none).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', PUBLIC_URL: 'http://localhost:3000', WORKER: true })
  })

  it('have examples that are right', () => {
    for (const name of SETTING_NAMES) {
      const { example, isSecret } = aboutSetting(name)
      const beside: Record<string, string> = name.startsWith('OIDC_') ? ISSUER : {}
      if (!isSecret) expect(complaintsAbout({ ...beside, [name]: example }), name).toEqual([])
    }
  })

  it.each([
    ['https://Outages.Example.com/', 'https://outages.example.com'],
    ['https://outages.example.com:443', 'https://outages.example.com'],
    ['http://10.0.0.5:3000', 'http://10.0.0.5:3000'],
    ['http://[::1]:3000//', 'http://[::1]:3000'],
  ])('take PUBLIC_URL=%s for the origin that browsers send', (value, origin) => {
    expect(parseEnv({ PUBLIC_URL: value }).PUBLIC_URL).toBe(origin)
  })

  it.each([
    ['HOST', '::'],
    ['HOST', 'localhost'],
    ['DATABASE_URL', 'postgres://host'],
    ['DATABASE_URL', 'postgresql:///db?host=/var/run/postgresql'],
    ['DATABASE_URL', 'postgresql://user:p%40ss@host:5432/db?sslmode=require'],
    ['ADMIN_EMAIL', 'admin@localhost'],
    ['FETCH_ALLOW_CIDRS', '10.0.0.0/8, fd00::/8,::ffff:10.0.0.0/104'],
    ['REPORT_TO', 'https://example.com/issues'],
    ['OIDC_SCOPES', 'openid,email'],
  ])('may be %s=%s', (name, value) => {
    expect(complaintsAbout({ [name]: value })).toEqual([])
  })

  it('take a sentence for a secret', () => {
    expect(complaintsAbout({ AUTH_SECRET: 'a sentence of more than thirty-two letters' })).toEqual([])
  })

  it('leave a password as it is, blanks and all', () => {
    expect(parseEnv({ ADMIN_PASSWORD: ' twelve or more ' }).ADMIN_PASSWORD).toBe(' twelve or more ')
  })
})

describe('a variable that nothing reads', () => {
  it.each([
    ['ADMIN_PASWORD', 'ADMIN_PASSWORD'],
    ['ADMIN_PASSWROD', 'ADMIN_PASSWORD'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['port', 'PORT'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['OIDC_CLIENTID', 'OIDC_CLIENT_ID'],
  ])('%s is told apart from %s', (given, meant) => {
    expect(listMisspelt({ [given]: 'x' })).toEqual([
      `${given} is not a setting and has no effect. Did you mean ${meant}?`,
    ])
  })

  it('of a sign-in at an issuer is told of', () => {
    expect(listMisspelt({ OIDC_REDIRECT_URI: 'x' })).toEqual(['OIDC_REDIRECT_URI is not a setting and has no effect.'])
  })

  it('of another program is none of our business', () => {
    const others =
      'HOME PATH USER SHELL TERM LANG PWD HOSTNAME NODE_ENV NODE_OPTIONS TEST_DATABASE_URL POSTGRES_PASSWORD'
    expect(listMisspelt(Object.fromEntries(others.split(' ').map((name) => [name, 'x'])))).toEqual([])
    expect(listMisspelt(Object.fromEntries(SETTING_NAMES.map((name) => [name, 'x'])))).toEqual([])
  })
})
