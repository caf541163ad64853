import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { db } from '#lib/database/client.ts'
import { accountEmail } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import {
  type Attempt,
  accountKey,
  countAttempt,
  countFailure,
  deviceKey,
  forgetAttempts,
  makeDeviceMark,
  UNKNOWN_ACCOUNT,
} from './attempts.ts'

const SIGN_IN = '/sign-in/email'
const CHANGE_PASSWORD = '/change-password'
const DEVICE_COOKIE = 'outage-history.device'
const DEVICE_SECONDS = 180 * 86_400

const NO_ATTEMPT: Attempt = { waitSeconds: 0, tries: 0 }

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** Counts every password attempt per account or device (decision 087), and refuses it during a wait. */
export const beforeSignIn = createAuthMiddleware(async (context) => {
  const email = emailOf(context)
  const key = await keyOf(context)
  const { waitSeconds, tries } = key === null ? NO_ATTEMPT : await countAttempt(key)
  if (waitSeconds > 0) {
    const message = 'Too many attempts. Please try again later.'
    throw new APIError('TOO_MANY_REQUESTS', { message }, { 'x-retry-after': String(waitSeconds) })
  }
  // What is in the body here, `afterSignIn` finds there.
  if (email !== null) return { context: { body: { ...context.body, email: accountEmail(email), tries } } }
})

/** Resets the count after a right password, and writes the result to the audit log. */
export const afterSignIn = createAuthMiddleware(async (context) => {
  const { returned, secret } = context.context
  const key = await keyOf(context)
  if (key === null) return
  const email = emailOf(context)
  if (returned instanceof APIError) {
    // Not awaited: the time of an answer must not tell whether the account exists.
    if (email !== null)
      noteFailure(email, context.body.tries).catch((err) => log.warn({ err }, 'a failed sign-in could not be noted'))
    return
  }
  if (email === null) {
    await forgetAttempts(key)
    const name = (await getSessionFromCtx(context))?.user.name ?? context.context.newSession?.user.name ?? ''
    await writeEntry('account.password', name)
    return
  }
  await forgetAttempts(key, accountKey(email))
  context.setCookie(DEVICE_COOKIE, makeDeviceMark(email, secret), {
    path: '/admin',
    maxAge: DEVICE_SECONDS,
    httpOnly: true,
    sameSite: 'lax',
    secure: getEnv().PUBLIC_URL.startsWith('https:'),
  })
})

/** Records a sign-in, by password or issuer, and its time. */
export async function noteSignIn(userId: string, path: string | undefined): Promise<void> {
  const { name } = await db().user.update({ where: { id: userId }, data: { lastSignInAt: new Date() } })
  if (path === CHANGE_PASSWORD) return
  await writeEntry('account.sign-in', name, { by: path === SIGN_IN ? 'password' : 'issuer' })
}

/** Records a sign-out; expired and revoked sessions are recorded elsewhere. */
export async function noteSignOut(userId: string, path: string | undefined): Promise<void> {
  if (path !== '/sign-out') return
  const user = await db().user.findUnique({ where: { id: userId }, select: { name: true } })
  if (user !== null) await writeEntry('account.sign-out', user.name, { sessions: 1 })
}

/** The address that somebody signs in with; null at every other endpoint. */
function emailOf({ path, body }: Context): string | null {
  return path === SIGN_IN && typeof body?.email === 'string' ? body.email : null
}

/** The keys under which a password attempt is counted; null where no password is tried. */
async function keyOf(context: Context): Promise<string | null> {
  const email = emailOf(context)
  if (email !== null) {
    return deviceKey(context.getCookie(DEVICE_COOKIE), email, context.context.secret) ?? accountKey(email)
  }
  if (context.path !== CHANGE_PASSWORD) return null
  const userId = (context.context.newSession ?? (await getSessionFromCtx(context)))?.user.id
  return userId === undefined ? null : `change:${userId}`
}

/**
 * One line in the log for each, and an entry in the audit log for the first, the tenth, the hundredth in a row: as many as
 * somebody who goes on trying makes must not fill it. Addresses without an account are counted together.
 */
async function noteFailure(email: string, ownTries: number): Promise<void> {
  const user = await db().user.findUnique({ where: { email: accountEmail(email) }, select: { name: true } })
  const tries = user === null ? await countFailure(UNKNOWN_ACCOUNT) : ownTries
  log.warn({ account: user?.name ?? null, tries }, 'a sign-in failed')
  if (!/^10*$/.test(String(tries))) return
  await writeEntry('account.sign-in-failed', user?.name ?? 'addresses without an account', { tries }, 'somebody')
}

async function writeEntry(action: string, subject: string, detail?: object, actor = subject): Promise<void> {
  await db().auditEntry.create({ data: { actor, action, subject, detail } })
}
