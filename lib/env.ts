import { z } from 'zod'

const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(fallback)
    .transform((value) => value === 'on')

/** An empty variable counts as unset, as people write `ADMIN_TOKEN=` to switch something off. */
const optional = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? null : value.trim()))

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )

const people = list.refine((entries) => entries.every((entry) => /^group:.|^[^@\s]*@[^@\s]+$/.test(entry)), {
  message: 'must list e-mail addresses, domains such as @example.com and groups such as group:operators',
})

/** Passwords of people and the secret of this site travel there, so it is https, or this machine itself. */
const issuer = optional.refine(
  (url) => url === null || /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${url}/`),
  {
    message: 'must be the https address of an OpenID Connect issuer',
  },
)

function isWebAddress(text: string): boolean {
  return z.url({ protocol: /^https?$/ }).safeParse(text).success
}

const schema = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: optional,
    DATABASE_URL: optional,
    DATA_DIR: z.string().default('.data'),
    ADMIN_EMAIL: z.string().default('admin@localhost'),
    ADMIN_PASSWORD: optional,
    ADMIN_TOKEN: optional.refine((token) => token === null || token.length >= 32, {
      message: 'must have 32 characters or more; leave it unset to close the admin API to tokens',
    }),
    AUTH_SECRET: optional.refine((secret) => secret === null || secret.length >= 32, {
      message: 'must have 32 characters or more; leave it unset to have one generated into DATA_DIR',
    }),
    FETCH_ALLOW_CIDRS: list,
    /** Least time between two requests of a back-fill to one host: a whole history is not worth being a burden. */
    BACKFILL_SPACING_MS: z.coerce.number().int().min(0).default(1_000),
    WORKER: onOff('on'),
    SCHEDULE: onOff('on'),
    SAMPLE: onOff('on'),
    /** Believe the last address of X-Forwarded-For: only behind a proxy that appends it. */
    TRUST_PROXY: onOff('off'),
    /** Where readers report mistakes: a mail address, or a page's address. */
    REPORT_TO: optional.refine((to) => to === null || z.email().safeParse(to).success || isWebAddress(to), {
      message: 'must be a mail address or an http or https address',
    }),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: optional,
    OIDC_CLIENT_SECRET: optional,
    /** What the sign-in page calls it; its host when unset. */
    OIDC_NAME: optional,
    /** Who gets in without an invitation, and as what; whoever is in both lists is an admin. */
    OIDC_ADMINS: people,
    OIDC_VIEWERS: people,
    OIDC_GROUPS_CLAIM: z.string().default('groups'),
    OIDC_SCOPES: z.string().default('openid email profile'),
  })
  .refine((env) => env.OIDC_ISSUER === null || (env.OIDC_CLIENT_ID !== null && env.OIDC_CLIENT_SECRET !== null), {
    path: ['OIDC_ISSUER'],
    message: 'needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it',
  })
  .transform((env) => ({ ...env, PUBLIC_URL: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '') }))

export type Env = z.infer<typeof schema>

/** Reads and checks the environment; throws an Error whose message names every variable that is wrong and why. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const complaints = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`The environment is not usable: ${complaints.join('; ')}.`)
}

let parsed: Env | undefined

/** The environment of this process, parsed on first use. */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}
