import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthMiddleware } from 'better-auth/api'
import { db } from './db.ts'
import { getEnv } from './env.ts'

/** The address of the client as the HTTP layer saw it; it overwrites whatever a client sends under this name. */
export const CLIENT_ADDRESS_HEADER = 'x-outage-history-client'

/** Who makes a request: an admin or viewer by session, or a program by the admin token. */
export interface Principal {
  /** Their e-mail address as it was given, or "token". */
  name: string
  role: 'admin' | 'viewer'
}

/** A session that is not used for this long has ended, however young it is. */
const IDLE_MS = 12 * 3_600_000
/** Absolute, from the sign-in. */
const SESSION_SECONDS = 14 * 24 * 3600
/** How old the note of a session's last use may become: not every click is worth a write. */
const USE_NOTED_MS = 10 * 60_000

export const MIN_PASSWORD_LENGTH = 12
const MAX_PASSWORD_LENGTH = 256

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
  '/get-session',
  '/list-sessions',
  '/revoke-session',
  '/revoke-sessions',
  '/revoke-other-sessions',
  '/update-session',
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
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => limitedVerify(stored, password) },
    },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 60,
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/change-password': { window: 60, max: 10 } },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        const email: unknown = context.body?.email
        if (typeof email !== 'string') return
        return { context: { body: { ...context.body, email: accountEmail(email) } } }
      }),
    },
    advanced: {
      cookiePrefix: 'outage-history',
      useSecureCookies: env.PUBLIC_URL.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    // Every wrong password is a warning to it.
    logger: { level: 'error' },
    telemetry: { enabled: false },
  })
}

/**
 * The address that an account is kept under: lower case, and one of a host without a dot, such as admin@localhost, below the
 * domain that stands for this machine (RFC 6761), because the library takes no other for an address.
 */
export function accountEmail(email: string): string {
  const trimmed = email.trim().toLowerCase()
  return /^[^@]+@[^@.]+$/.test(trimmed) ? `${trimmed}.localhost` : trimmed
}

/**
 * Who makes this request; null for nobody. A session counts for a changing method only when the request comes from this
 * site's own pages: the browser says so by Sec-Fetch-Site, or by an Origin that is ours.
 */
export async function getPrincipal(request: Pick<Request, 'method' | 'headers'>): Promise<Principal | null> {
  const header = request.headers.get('authorization')
  if (header !== null) return isAdminToken(header) ? { name: 'token', role: 'admin' } : null
  return isOwnOrigin(request) ? await findSessionHolder(request.headers) : null
}

async function findSessionHolder(headers: Headers): Promise<Principal | null> {
  const found = await auth().api.getSession({ headers, query: { disableRefresh: true } })
  if (found === null) return null
  const { session, user } = found
  const unusedMs = Date.now() - session.updatedAt.getTime()
  if (unusedMs > IDLE_MS) {
    await db().session.deleteMany({ where: { id: session.id } })
    return null
  }
  if (unusedMs > USE_NOTED_MS) {
    await db().session.updateMany({ where: { id: session.id }, data: { updatedAt: new Date() } })
  }
  return { name: user.name, role: user.role === 'admin' ? 'admin' : 'viewer' }
}

/** Whether an Authorization header carries ADMIN_TOKEN; compared in constant time, false while none is set. */
export function isAdminToken(authorization: string): boolean {
  const expected = getEnv().ADMIN_TOKEN
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (expected === null || given === undefined) return false
  return timingSafeEqual(digest(expected), digest(given))
}

/** Whether a request that may change something was made by a page of this site; reads always pass. */
export function isOwnOrigin(request: Pick<Request, 'method' | 'headers'>): boolean {
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
  // A start may be slow, on a busy machine and behind another start; that is no reason to fail.
  const patience = { maxWait: 15_000, timeout: 30_000 }
  return db().$transaction(async (tx) => {
    // Two first starts at once make one admin.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('first admin'))`
    if ((await tx.user.count({ where: { role: 'admin' } })) > 0) return null
    const password = env.ADMIN_PASSWORD ?? makePassword()
    await tx.user.create({ data: await newAccount(env.ADMIN_EMAIL, 'admin', password) })
    return env.ADMIN_PASSWORD === null ? { email: env.ADMIN_EMAIL, password } : null
  }, patience)
}

/** The row of somebody who signs in with a password, to be created. */
export async function newAccount(email: string, role: Principal['role'], password: string) {
  const id = randomUUID()
  const account = { id: randomUUID(), accountId: id, providerId: 'credential', password: await hashPassword(password) }
  return {
    id,
    name: email.trim(),
    email: accountEmail(email),
    emailVerified: true,
    role,
    accounts: { create: account },
  }
}

/** A password to be told once: 120 random bits in 20 characters that survive being read out of a terminal. */
export function makePassword(): string {
  return randomBytes(15).toString('base64url')
}

/** Argon2id with the parameters that OWASP recommends (19 MiB, two passes). */
export async function hashPassword(password: string): Promise<string> {
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
