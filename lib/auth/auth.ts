import { randomUUID } from 'node:crypto'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { db } from '#lib/database/client.ts'
import {
  accountEmail,
  CLIENT_ADDRESS_HEADER,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  type Role,
  type Scope,
  SESSION_IDLE_MS,
  scopeOfRole,
} from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { findApiToken } from './api-token.ts'
import { isOwnOrigin, ownOrigins } from './own-origin.ts'
import { hashPassword, makePassword, verifyPassword } from './password.ts'
import { isSameSecret } from './secret.ts'
import { afterSignIn, beforeSignIn, noteSignIn, noteSignOut } from './sign-in-hooks.ts'
import { siteSecret } from './site-secret.ts'

/** Who makes a request: a person by session, or a program by a token. */
export interface Principal {
  /** A person's e-mail address as it was given, "token NAME", or "token" for ADMIN_TOKEN. */
  name: string
  role: Role
  /** Their scope in the API. */
  scope: Scope
  /** Null for a program. */
  session: { id: string; userId: string } | null
}

/** Absolute lifetime, from the sign-in. */
const SESSION_SECONDS = 14 * 24 * 3600
/** The granularity of a session's last use: not every click is worth a write. */
const USE_NOTED_MS = 10 * 60_000

/** Endpoints of better-auth that this site does not use; app/api/auth also serves an explicit list only. */
export const UNUSED_PATHS = [
  '/sign-up/email',
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
  // Only OIDC sign-in uses this one (auth/oidc.ts).
  return betterAuth({ ...authOptions(), disabledPaths: [...UNUSED_PATHS, '/sign-in/social'] })
}

/** The configuration of better-auth for every way of signing in; all share sessions, secret, cookies and rate limit. */
export function authOptions() {
  const env = getEnv()
  return {
    appName: 'Outage History',
    baseURL: env.PUBLIC_URL,
    basePath: '/api/auth',
    secret: siteSecret(),
    trustedOrigins: ownOrigins(),
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => verifyPassword(stored, password) },
    },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          after: async ({ userId }, context) => await noteSignIn(userId, context?.path),
        },
        delete: {
          after: async ({ userId }, context) => await noteSignOut(userId, context?.path),
        },
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 60,
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/change-password': { window: 60, max: 10 } },
    },
    hooks: { before: beforeSignIn, after: afterSignIn },
    advanced: {
      cookiePrefix: 'outage-history',
      useSecureCookies: env.PUBLIC_URL.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    // Otherwise database errors become an empty 500, which a form takes for a wrong password.
    onAPIError: { throw: true },
    // better-auth logs every wrong password as a warning and every stale sign-in as an error, on the console, at any
    // level from "warn" up.
    logger: {
      level: 'info',
      log: (level, message, ...details: unknown[]) => {
        if (level === 'error') log.warn({ details: details.map(String) }, `sign-in: ${message}`)
      },
    },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions
}

/**
 * Who makes this request; null for nobody. A session counts for a changing method only when the request comes from this
 * site's own pages.
 */
export async function getPrincipal(request: Pick<Request, 'method' | 'headers'>): Promise<Principal | null> {
  const header = request.headers.get('authorization')
  if (header !== null) return await findTokenHolder(header)
  return isOwnOrigin(request) ? await findSessionHolder(request.headers) : null
}

/** The program whose token an Authorization header carries: ADMIN_TOKEN, which needs no database, or one of the site's own. */
export async function findTokenHolder(authorization: string): Promise<Principal | null> {
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (given === undefined) return null
  const { ADMIN_TOKEN } = getEnv()
  if (ADMIN_TOKEN !== null && isSameSecret(ADMIN_TOKEN, given)) {
    return { name: 'token', role: 'admin', scope: 'admin', session: null }
  }
  const token = await findApiToken(given)
  if (token === null) return null
  return {
    name: `token ${token.name}`,
    role: token.scope === 'admin' ? 'admin' : 'viewer',
    scope: token.scope,
    session: null,
  }
}

async function findSessionHolder(headers: Headers): Promise<Principal | null> {
  const found = await auth().api.getSession({ headers, query: { disableRefresh: true } })
  if (found === null) return null
  const { session, user } = found
  const unusedMs = Date.now() - session.updatedAt.getTime()
  if (unusedMs > SESSION_IDLE_MS) {
    await db().session.deleteMany({ where: { id: session.id } })
    return null
  }
  if (unusedMs > USE_NOTED_MS) {
    await db().session.updateMany({ where: { id: session.id }, data: { updatedAt: new Date() } })
  }
  const role = user.role === 'admin' ? 'admin' : 'viewer'
  return { name: user.name, role, scope: scopeOfRole(role), session: { id: session.id, userId: user.id } }
}

/**
 * Makes the first admin when there is none: with `ADMIN_PASSWORD`, or with a password made here, which is returned so
 * that it can be shown once. Null when there is an admin already or when the password was given.
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password: string } | null> {
  const env = getEnv()
  // A start may be slow on a busy machine or behind another start, which is no reason to fail.
  const patience = { maxWait: 15_000, timeout: 30_000 }
  return db().$transaction(async (tx) => {
    // Concurrent first starts create one admin.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('first admin'))`
    if ((await tx.user.count({ where: { role: 'admin' } })) > 0) return null
    const password = env.ADMIN_PASSWORD ?? makePassword()
    const account = await newAccount(env.ADMIN_EMAIL, 'admin', password)
    // A viewer may have the address: the only admin was admitted by a rule that has since made them a viewer.
    const promotion = { role: 'admin', isByRule: false, accounts: { deleteMany: {}, ...account.accounts } }
    await tx.user.upsert({ where: { email: account.email }, create: account, update: promotion })
    return env.ADMIN_PASSWORD === null ? { email: env.ADMIN_EMAIL, password } : null
  }, patience)
}

/** The key of a row of the sign-in library's tables. */
export function newId(): string {
  return randomUUID()
}

/** The row of somebody who signs in with a password, to be created. */
export async function newAccount(email: string, role: Role, password: string) {
  const id = newId()
  const account = { id: newId(), accountId: id, providerId: 'credential', password: await hashPassword(password) }
  return {
    id,
    name: email.trim(),
    email: accountEmail(email),
    emailVerified: true,
    role,
    accounts: { create: account },
  }
}
