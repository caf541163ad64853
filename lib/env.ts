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
    FETCH_ALLOW_CIDRS: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((cidr) => cidr.trim())
          .filter((cidr) => cidr !== ''),
      ),
    /** Least time between two requests of a back-fill to one host: a whole history is not worth being a burden. */
    BACKFILL_SPACING_MS: z.coerce.number().int().min(0).default(1_000),
    WORKER: onOff('on'),
    SCHEDULE: onOff('on'),
    SAMPLE: onOff('on'),
    /** Believe the last address of X-Forwarded-For: only behind a proxy that appends it. */
    TRUST_PROXY: onOff('off'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
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
