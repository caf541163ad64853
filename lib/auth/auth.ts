import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { db } from '#lib/database/client.ts'
import { CLIENT_ADDRESS_HEADER, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { ownOrigins } from './own-origin.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { afterSignIn, beforeSignIn, noteSignIn, noteSignOut } from './sign-in-hooks.ts'
import { siteSecret } from './site-secret.ts'

/** Absolute lifetime, from the sign-in. */
const SESSION_SECONDS = 14 * 24 * 3600

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
