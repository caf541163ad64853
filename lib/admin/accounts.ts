import { z } from 'zod'
import { hashPassword, makePassword } from '#lib/auth/password.ts'
import { accountEmail, newAccount, newId } from '#lib/auth.ts'
import { db } from '#lib/db.ts'
import { ROLES, type Role } from '#lib/domain/access.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import type { AccountLink, Prisma, User } from '#prisma/client/client.ts'

export type AccountTransaction = Prisma.TransactionClient

const emailSchema = z.email()

/** The address as it was given, without blanks around it. Throws InvalidInputError for what is none. */
export function checkEmail(email: string): string {
  if (!emailSchema.safeParse(accountEmail(email)).success) {
    throw new InvalidInputError(`"${email}" is not an e-mail address.`, 'email')
  }
  return email.trim()
}

/** Runs a change of accounts: one at a time, so that two admins who remove each other at once do not leave the site to nobody. */
export async function changeAccounts<T>(deed: (tx: AccountTransaction) => Promise<T>): Promise<T> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('accounts'))`
    return await deed(tx)
  })
}

/**
 * Makes an account and returns its password, to be told once: only its hash is kept.
 * Throws InvalidInputError for what is no address, ConflictError when there is such an account.
 */
export async function createAccount(email: string, role: Role, actor: string): Promise<string> {
  checkEmail(email)
  const password = makePassword()
  const account = await newAccount(email, role, password)
  await changeAccounts(async (tx) => {
    await expectNoAccount(tx, email)
    await tx.user.create({ data: account })
    await endLinks(tx, account.name)
    await tx.auditEntry.create({ data: { actor, action: 'account.create', subject: account.name, detail: { role } } })
  })
  return password
}

/**
 * Gives an account a new password, which is returned to be told once, and ends all of its sessions.
 * Throws NotFoundError when there is no such account.
 */
export async function resetPassword(email: string, actor: string): Promise<string> {
  const password = makePassword()
  const hash = await hashPassword(password)
  await changeAccounts(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: accountEmail(email) } })
    if (user === null) throw new NotFoundError(`${email} has no account.`)
    await setPassword(tx, user.id, hash)
    await tx.auditEntry.create({ data: { actor, action: 'account.reset', subject: user.name } })
  })
  return password
}

/** Replaces somebody's password, whether there was one or not, and ends all sessions of the account. */
export async function setPassword(tx: AccountTransaction, userId: string, hash: string): Promise<void> {
  const credential = { userId, providerId: 'credential' }
  const { count } = await tx.account.updateMany({ where: credential, data: { password: hash } })
  if (count === 0) {
    await tx.account.create({ data: { ...credential, id: newId(), accountId: userId, password: hash } })
  }
  await tx.session.deleteMany({ where: { userId } })
}

/** The id of the account of an address. Throws NotFoundError when there is none. */
export async function findAccountId(email: string): Promise<string> {
  const user = await db().user.findUnique({ where: { email: accountEmail(email) }, select: { id: true } })
  if (user === null) throw new NotFoundError(`${email} has no account.`)
  return user.id
}

/**
 * Gives somebody another role, and ends their sessions; who becomes a viewer also loses the tokens and open invitations that
 * they have made. Throws NotFoundError when there is no such person, ConflictError for
 * the last admin, and for somebody whose role a rule of the configuration decides.
 */
export async function changeRole(userId: string, role: Role, actor: string): Promise<void> {
  await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    if (user.role === role) return
    if (user.isByRule) {
      throw new ConflictError(`The role of ${user.name} follows OIDC_ADMINS and OIDC_VIEWERS at every sign-in.`)
    }
    await expectAnotherAdmin(tx, user)
    await tx.user.update({ where: { id: userId }, data: { role } })
    await tx.session.deleteMany({ where: { userId } })
    const lost = role === 'viewer' ? await takeBack(tx, user, { revokesTokens: true, actor }) : {}
    const detail = { from: user.role, to: role, ...lost }
    await tx.auditEntry.create({ data: { actor, action: 'account.role', subject: user.name, detail } })
  })
}

/**
 * Removes somebody: the account, its sessions, links that are still open, and with `revokesTokens` the tokens that this person
 * has made. What they did stays under their name. Throws NotFoundError, and ConflictError for the last admin.
 */
export async function removeAccount(
  userId: string,
  { revokesTokens, actor }: { revokesTokens: boolean; actor: string },
): Promise<void> {
  await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    await expectAnotherAdmin(tx, user)
    const lost = await takeBack(tx, user, { revokesTokens, actor })
    await endLinks(tx, user.name)
    await tx.user.delete({ where: { id: userId } })
    const detail = { role: user.role, ...lost }
    await tx.auditEntry.create({ data: { actor, action: 'account.remove', subject: user.name, detail } })
  })
}

/** What somebody has handed out does not outlive their own rights: invitations that are still open, and tokens if so wanted. */
export async function takeBack(
  tx: AccountTransaction,
  user: User,
  { revokesTokens, actor }: { revokesTokens: boolean; actor: string },
): Promise<{ revokedTokens: number; revokedInvitations: number }> {
  const now = new Date()
  const { count: revokedInvitations } = await tx.accountLink.updateMany({
    where: { createdBy: user.name, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  })
  if (!revokesTokens) return { revokedTokens: 0, revokedInvitations }
  const { count: revokedTokens } = await tx.apiToken.updateMany({
    where: { createdById: user.id, revokedAt: null },
    data: { revokedAt: now, revokedBy: actor },
  })
  return { revokedTokens, revokedInvitations }
}

/** Ends all sessions of somebody, or one of them; all but `except`. Throws NotFoundError when there is no such person or session. */
export async function endSessions(
  userId: string,
  { sessionId, except, actor }: { sessionId?: string; except?: string; actor: string },
): Promise<number> {
  return await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    const { count } = await tx.session.deleteMany({
      where: { userId, id: { ...(sessionId && { equals: sessionId }), ...(except && { not: except }) } },
    })
    if (sessionId !== undefined && count === 0) throw new NotFoundError('This session has ended already.')
    await tx.auditEntry.create({
      data: { actor, action: 'account.sign-out', subject: user.name, detail: { sessions: count } },
    })
    return count
  })
}

/** Notes that somebody has changed their own password; the change itself is the sign-in library's. */
export async function notePasswordChange(name: string): Promise<void> {
  await db().auditEntry.create({ data: { actor: name, action: 'account.password', subject: name } })
}

/** Throws ConflictError when the address has an account. */
export async function expectNoAccount(tx: AccountTransaction, email: string): Promise<void> {
  const known = await tx.user.findUnique({ where: { email: accountEmail(email) } })
  if (known !== null) throw new ConflictError(`${email} has an account already.`)
}

/** Ends the links that are still open for an address; returns how many there were. */
export async function endLinks(tx: AccountTransaction, email: string): Promise<number> {
  const { count } = await tx.accountLink.updateMany({
    where: { email: { equals: email, mode: 'insensitive' }, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  return count
}

/** The invitation of an address that is still open; null when there is none. */
export async function findInvitation(
  tx: AccountTransaction,
  email: string,
): Promise<(AccountLink & { role: Role }) | null> {
  const link = await tx.accountLink.findFirst({
    where: {
      email: { equals: email, mode: 'insensitive' },
      userId: null,
      usedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
  })
  const role = ROLES.find((known) => known === link?.role)
  return link === null || role === undefined ? null : { ...link, role }
}

export async function getUser(tx: AccountTransaction, id: string): Promise<User> {
  const user = await tx.user.findUnique({ where: { id } })
  if (user === null) throw new NotFoundError('This person has no account any more.')
  return user
}

async function expectAnotherAdmin(tx: AccountTransaction, user: User): Promise<void> {
  if (user.role !== 'admin') return
  const others = await tx.user.count({ where: { role: 'admin', id: { not: user.id } } })
  if (others === 0) {
    throw new ConflictError(`${user.name} is the only admin, and somebody has to be: make another person admin first.`)
  }
}
