import { db } from '#lib/database/client.ts'
import { type Role, SESSION_IDLE_MS } from '#lib/domain/access.ts'
import type { OpenLinkView, PersonLine, SessionView } from '#lib/queries/admin-schemas.ts'

/** All accounts by address. */
export async function listPeople(now: Date): Promise<PersonLine[]> {
  return await findPeople({}, now)
}

/** One person; null if there is no such account. */
export async function getPerson(id: string, now: Date): Promise<PersonLine | null> {
  const [person] = await findPeople({ id }, now)
  return person ?? null
}

async function findPeople(where: { id?: string }, now: Date): Promise<PersonLine[]> {
  const isLive = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }
  const users = await db().user.findMany({
    where,
    orderBy: { email: 'asc' },
    include: {
      accounts: { select: { providerId: true, password: true } },
      _count: { select: { sessions: { where: isOpen(now) }, apiTokens: { where: isLive } } },
    },
  })
  return users.map(({ id, name, displayName, role, isByRule, createdAt, lastSignInAt, accounts, _count }) => ({
    id,
    name,
    displayName,
    role: toRole(role),
    isByRule,
    hasPassword: accounts.some(({ password }) => password !== null),
    isLinked: accounts.some(({ providerId }) => providerId === 'oidc'),
    createdAt,
    lastSignInAt,
    sessionCount: _count.sessions,
    tokenCount: _count.apiTokens,
  }))
}

/** The links that still work, newest first: of one person, or of everybody. */
export async function listOpenLinks(now: Date, userId?: string): Promise<OpenLinkView[]> {
  const links = await db().accountLink.findMany({
    where: { usedAt: null, revokedAt: null, expiresAt: { gt: now }, ...(userId && { userId }) },
    orderBy: { id: 'desc' },
  })
  return links.map(({ id, email, role, createdBy, createdAt, expiresAt }) => ({
    id,
    email,
    role: role === null ? null : toRole(role),
    createdBy,
    createdAt,
    expiresAt,
  }))
}

/** One person's sessions that have not ended, last used first. */
export async function listSessions(userId: string, now: Date): Promise<SessionView[]> {
  const sessions = await db().session.findMany({
    where: { userId, ...isOpen(now) },
    orderBy: { updatedAt: 'desc' },
  })
  return sessions.map(({ id, createdAt, updatedAt, expiresAt, ipAddress, userAgent }) => ({
    id,
    createdAt,
    lastUsedAt: updatedAt,
    expiresAt,
    address: ipAddress,
    userAgent,
  }))
}

const isOpen = (now: Date) => ({
  expiresAt: { gt: now },
  updatedAt: { gt: new Date(now.getTime() - SESSION_IDLE_MS) },
})

function toRole(role: string): Role {
  return role === 'admin' ? 'admin' : 'viewer'
}
