import { z } from 'zod'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/domain/access.ts'
import {
  type About,
  databaseAddress,
  emailOfAccount,
  hub,
  issuer,
  listeningHost,
  mailOrPage,
  networks,
  onOff,
  optional,
  origins,
  people,
  secret,
  siteAddress,
  text,
  token,
  wholeNumber,
} from './env-values.ts'
import { LOG_LEVELS } from './log.ts'

const about = (it: About) => ({ ...it })
const days = wholeNumber(1, 36_500)
const HOW_TO_MAKE = 'what `openssl rand -hex 32` prints'

const schema = z.object({
  PORT: wholeNumber(1, 65_535)
    .default(3000)
    .meta(about({ example: '3000' })),
  HOST: listeningHost.default('127.0.0.1').meta(about({ example: '0.0.0.0' })),
  PUBLIC_URL: siteAddress.meta(about({ example: 'https://outages.example.com', otherwise: 'http://localhost:PORT' })),
  DATABASE_URL: databaseAddress.meta(
    about({
      example: 'postgresql://user:password@host:5432/outage_history',
      otherwise: 'the Postgres that comes with the site',
    }),
  ),
  DATA_DIR: text.default('.data').meta(about({ example: '/var/lib/outage-history' })),
  ADMIN_EMAIL: emailOfAccount.default('admin@localhost').meta(about({ example: 'ada@example.com' })),
  ADMIN_PASSWORD: z
    .string()
    .optional()
    .transform((value) => value ?? null)
    .refine((it) => it === null || (it.length >= MIN_PASSWORD_LENGTH && it.length <= MAX_PASSWORD_LENGTH), {
      message: `must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    })
    .meta(about({ example: HOW_TO_MAKE, otherwise: 'generated and printed once', isSecret: true })),
  ADMIN_TOKEN: token(32).meta(about({ example: HOW_TO_MAKE, isSecret: true })),
  AUTH_SECRET: secret(32).meta(
    about({ example: HOW_TO_MAKE, otherwise: 'generated and stored in DATA_DIR', isSecret: true }),
  ),
  FETCH_ALLOW_CIDRS: networks.meta(about({ example: '10.0.0.0/8,192.168.1.0/24' })),
  /** Private networks in which targets of alerts may be; what sources may reach is no reason to send anything there. */
  ALERT_ALLOW_CIDRS: networks.meta(about({ example: '10.0.0.0/8,192.168.1.0/24' })),
  /** Least time between two requests of a back-fill to one host: a whole history is not worth being a burden. */
  BACKFILL_SPACING_MS: wholeNumber(0, 3_600_000)
    .default(1_000)
    .meta(about({ example: '1000' })),
  WORKER: onOff('on').meta(about({ example: 'on' })),
  SCHEDULE: onOff('on').meta(about({ example: 'on' })),
  SAMPLE: onOff('on').meta(about({ example: 'on' })),
  /** How long runs are kept in which nothing changed, all others, and what the audit log says of signing in and out. */
  RETENTION_UNCHANGED_RUNS_DAYS: days.default(7).meta(about({ example: '7' })),
  RETENTION_RUNS_DAYS: days.default(400).meta(about({ example: '400' })),
  RETENTION_SIGN_INS_DAYS: days.default(400).meta(about({ example: '400' })),
  /** Believe the last address of X-Forwarded-For: only behind a proxy that appends it. */
  TRUST_PROXY: onOff('off').meta(about({ example: 'on' })),
  /** Where readers report mistakes: a mail address, or a page's address. */
  REPORT_TO: mailOrPage.meta(about({ example: 'outages@example.com' })),
  /** Where weaknesses are to be reported, for /.well-known/security.txt. */
  SECURITY_CONTACT: mailOrPage.meta(about({ example: 'security@example.com' })),
  /** Pages report errors of their script to the site, which writes them to its log. */
  REPORT_SCRIPT_ERRORS: onOff('off').meta(about({ example: 'on' })),
  /** Push services beside those of Google, Mozilla, Microsoft and Apple, at which readers' browsers may have endpoints. */
  PUSH_SERVICES: origins.meta(about({ example: 'https://push.example.com' })),
  /** The hub that Atom feeds name: this site's own, none, or the address of another. */
  WEBSUB_HUB: hub.meta(about({ example: 'https://hub.example.com/', otherwise: "the site's own" })),
  /** Private networks in which WebSub subscribers may have their callbacks. Anybody can subscribe. */
  WEBSUB_ALLOW_CIDRS: networks.meta(about({ example: '10.0.0.0/8' })),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info')
    .meta(about({ example: 'info' })),
  OIDC_ISSUER: issuer.meta(about({ example: 'https://login.example.com/realms/staff' })),
  OIDC_CLIENT_ID: optional.meta(about({ example: 'outage-history' })),
  OIDC_CLIENT_SECRET: optional.meta(about({ example: 'the value from the issuer', isSecret: true })),
  /** What the sign-in page calls it. */
  OIDC_NAME: optional.meta(about({ example: 'Example SSO', otherwise: 'its host' })),
  /** Who gets in without an invitation, and as what; whoever is in both lists is an admin. */
  OIDC_ADMINS: people.meta(about({ example: 'ada@example.com,@ops.example.com,group:sre' })),
  OIDC_VIEWERS: people.meta(about({ example: '@example.com,group:staff' })),
  OIDC_GROUPS_CLAIM: text.default('groups').meta(about({ example: 'groups' })),
  OIDC_SCOPES: text
    .refine((value) => value.split(/[ ,]+/).includes('openid'), { message: 'must contain openid' })
    .default('openid email profile')
    .meta(about({ example: 'openid email profile groups' })),
})

type Settings = z.infer<typeof schema>
export type Env = Settings & { PUBLIC_URL: string }
export type SettingName = keyof Settings

/** Every setting there is, in the order of the README. */
export const SETTING_NAMES = Object.keys(schema.shape) as SettingName[]

type Source = Record<string, string | undefined>

/**
 * Reads and checks the environment. Throws an Error whose message has one sentence for each wrong value: its name, the value
 * unless it is a secret, what is wrong, and an example of a right one.
 */
export function parseEnv(source: Source): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const result = schema.safeParse(present)
  const complaints = [...(result.error?.issues ?? []).map((issue) => describe(issue, present)), ...missing(present)]
  if (!result.success || complaints.length > 0) {
    const lines = complaints.map((complaint) => `- ${complaint}`).join('\n')
    throw new Error(`These settings are not valid. Nothing was started or changed:\n${lines}`)
  }
  const { PUBLIC_URL, PORT } = result.data
  return { ...result.data, PUBLIC_URL: PUBLIC_URL ?? defaultAddress(PORT) }
}

/** Whether PUBLIC_URL is configured; without it, links that leave the site are of use on this machine only. */
export function isPublicUrlSet(): boolean {
  const { PUBLIC_URL, PORT } = getEnv()
  return PUBLIC_URL !== defaultAddress(PORT)
}

function defaultAddress(port: number): string {
  return `http://localhost:${port}`
}

/** What the README's table says that a setting is while it is unset; '' for nothing. */
export function defaultOf(name: SettingName): string {
  const { otherwise } = aboutSetting(name)
  if (otherwise !== undefined) return otherwise
  const value = schema.parse({})[name]
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? '')
}

export function aboutSetting(name: SettingName): About {
  return schema.shape[name].meta() as unknown as About
}

function describe({ path, message }: z.core.$ZodIssue, present: Source): string {
  const name = path[0] as SettingName
  const { example, isSecret } = aboutSetting(name)
  const value = present[name] ?? ''
  const shown = /_(URL|ISSUER|TO)$/.test(name) ? hideCredentials(value) : value
  const found = isSecret ? `the given value has ${value.length} characters` : `"${shown.slice(0, 200)}" was given`
  return `${name} ${message}, for example ${example}; ${found}.`
}

/** What stands before an @ may be a password, wherever it has slipped to. */
function hideCredentials(value: string): string {
  return value.replace(/^([a-z+]+:\/{0,2})?.*@/is, '$1…@').replace(/(password=)[^&]*/gi, '$1…')
}

/** The settings that a sign-in at an issuer cannot do without. */
const ISSUER_NEEDS = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const

function missing(present: Source): string[] {
  const given = ISSUER_NEEDS.filter((name) => present[name] !== undefined)
  if (given.length === 0) return []
  return ISSUER_NEEDS.filter((name) => present[name] === undefined).map(
    (name) =>
      `${name} is missing beside ${given.join(' and ')}: ${ISSUER_NEEDS.join(', ')} are set together or not at all, for example ${name}=${aboutSetting(name).example}.`,
  )
}

let parsed: Env | undefined

/** The environment of this process, parsed on first use. */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}
