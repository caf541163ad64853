import { db } from '#lib/database/client.ts'
import { type Role, type Scope, SESSION_IDLE_MS, scopeOfRole } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { findApiToken } from './api-token.ts'
import { isOwnOrigin } from './own-origin.ts'
import { isSameSecret } from './secret.ts'

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

/** The granularity of a session's last use: not every click is worth a write. */
const USE_NOTED_MS = 10 * 60_000

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
  // Loaded here, because the library is large, and most starts serve readers who are nobody.
  const { auth } = await import('./auth.ts')
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
