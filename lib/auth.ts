import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { db } from './db.ts'
import { getEnv } from './env.ts'

/** The address of the client as the HTTP layer saw it; it overwrites whatever a client sends under this name. */
export const CLIENT_ADDRESS_HEADER = 'x-outage-history-client'

/** Who makes a request: an admin or viewer by session, or a program by the admin token. */
export interface Principal {
  name: string
  role: 'admin' | 'viewer'
}

/** Endpoints of the sign-in library that this site does not use: what is off cannot be attacked. */
const UNUSED_PATHS = [
  '/sign-up/email',
  '/sign-in/social',
  '/callback/:id',
  '/link-social',
  '/unlink-account',
  '/list-accounts',
  '/account-info',
  '/get-access-token',
  '/refresh-token',
  '/change-email',
  '/delete-user',
  '/delete-user/callback',
  '/update-user',
  '/request-password-reset',
  '/reset-password',
  '/reset-password/:token',
  '/send-verification-email',
  '/verify-email',
  '/verify-password',
  '/error',
  '/ok',
]

let instance: ReturnType<typeof createAuth> | undefined

/** The sign-in library, configured on first use: e-mail and password, sessions and rate limit in Postgres. */
export function auth() {
  instance ??= createAuth()
  return instance
}

function createAuth() {
  const env = getEnv()
  const loopback = env.PUBLIC_URL.replace('//localhost', '//127.0.0.1')
  return betterAuth({
    appName: 'Outage History',
    baseURL: env.PUBLIC_URL,
    basePath: '/api/auth',
    secret: env.AUTH_SECRET ?? readOrMakeSecret(env.DATA_DIR),
    // Unset, PUBLIC_URL means this machine, which people also call 127.0.0.1.
    trustedOrigins: [env.PUBLIC_URL, loopback],
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    disabledPaths: UNUSED_PATHS,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 256,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => limitedVerify(stored, password) },
    },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: { expiresIn: 14 * 24 * 3600, updateAge: 3600, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 60,
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'outage-history',
      useSecureCookies: env.PUBLIC_URL.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    telemetry: { enabled: false },
  })
}

/**
 * Who makes this request; null for nobody. A session counts for a changing method only when the request comes from this
 * site's own pages: the browser says so by Sec-Fetch-Site, or by an Origin that is ours.
 */
export async function getPrincipal(request: Request): Promise<Principal | null> {
  const header = request.headers.get('authorization')
  if (header !== null) return isAdminToken(header) ? { name: 'token', role: 'admin' } : null
  if (!isOwnOrigin(request)) return null
  const session = await auth().api.getSession({ headers: request.headers })
  if (session === null) return null
  return { name: session.user.email, role: session.user.role === 'admin' ? 'admin' : 'viewer' }
}

/** Whether an Authorization header carries ADMIN_TOKEN; compared in constant time, false while none is set. */
export function isAdminToken(authorization: string): boolean {
  const expected = getEnv().ADMIN_TOKEN
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (expected === null || given === undefined) return false
  return timingSafeEqual(digest(expected), digest(given))
}

function isOwnOrigin(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = request.headers.get('origin')
  const own = getEnv().PUBLIC_URL
  return origin === own || origin === own.replace('//localhost', '//127.0.0.1')
}

/**
 * Makes the first admin when there is none: with `ADMIN_PASSWORD`, or with a password made here, which is returned so
 * that it can be shown once. Null when there is an admin already or when the password was given.
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password: string } | null> {
  const env = getEnv()
  return db().$transaction(async (tx) => {
    // Two first starts at once make one admin.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('first admin'))`
    if ((await tx.user.count({ where: { role: 'admin' } })) > 0) return null
    const password = env.ADMIN_PASSWORD ?? randomBytes(15).toString('base64url')
    const id = randomUUID()
    await tx.user.create({
      data: {
        id,
        name: 'Admin',
        email: env.ADMIN_EMAIL.toLowerCase(),
        emailVerified: true,
        role: 'admin',
        accounts: {
          create: { id: randomUUID(), accountId: id, providerId: 'credential', password: await hashPassword(password) },
        },
      },
    })
    return env.ADMIN_PASSWORD === null ? { email: env.ADMIN_EMAIL, password } : null
  })
}

async function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
}

let verifying = 0
const waiting: (() => void)[] = []

/** At most two at once: each takes 19 MB and a core, and pages need the rest. */
async function limitedVerify(stored: string, password: string): Promise<boolean> {
  while (verifying >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  verifying += 1
  try {
    return await verify(stored, password)
  } finally {
    verifying -= 1
    waiting.shift()?.()
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Sessions outlive a restart because the secret does; made on the first start, readable by this user alone. */
function readOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, 'auth-secret')
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path, 'utf8').trim()
}
