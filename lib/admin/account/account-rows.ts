import { z } from 'zod'
import { accountKey } from '#lib/auth/attempts.ts'
import { newId } from '#lib/auth/new-account.ts'
import { db } from '#lib/database/client.ts'
import { accountEmail, ROLES, type Role } from '#lib/domain/access.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import type { AccountLink, Prisma, User } from '#prisma/client/client.ts'

export type AccountTransaction = Prisma.TransactionClient

const emailSchema = z.email()

/** The trimmed address. Throws InvalidInputError for an invalid one. */
export function checkEmail(email: string): string {
  if (!emailSchema.safeParse(accountEmail(email)).success) {
    throw new InvalidInputError(`"${email}" is not an e-mail address.`, 'email')
  }
  return email.trim()
}

/**
 * Runs a change of accounts, one at a time, so that two admins who remove each other at once do not leave the site
 * without an admin.
 */
export async function changeAccounts<T>(operation: (tx: AccountTransaction) => Promise<T>): Promise<T> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('accounts'))`
    return await operation(tx)
  })
}

/** Sets a user's password, ends all sessions of the account, and resets its failed attempts. */
export async function setPassword(tx: AccountTransaction, userId: string, hash: string): Promise<void> {
  const credential = { userId, providerId: 'credential' }
  const { count } = await tx.account.updateMany({ where: credential, data: { password: hash } })
  if (count === 0) {
    await tx.account.create({ data: { ...credential, id: newId(), accountId: userId, password: hash } })
  }
  await tx.session.deleteMany({ where: { userId } })
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
  await tx.signInAttempt.deleteMany({ where: { key: accountKey(email) } })
}

/** Revokes what a user has issued: open invitations and, on request, tokens. */
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

/** Throws ConflictError when the address has an account. */
export async function expectNoAccount(tx: AccountTransaction, email: string): Promise<void> {
  const known = await tx.user.findUnique({ where: { email: accountEmail(email) } })
  if (known !== null) throw new ConflictError(`${email} already has an account.`)
}

/** Revokes the open links of an address; returns how many there were. */
export async function endLinks(tx: AccountTransaction, email: string): Promise<number> {
  const ids = (await listOpenLinks(tx, email)).map(({ id }) => id)
  const { count } = await tx.accountLink.updateMany({ where: { id: { in: ids } }, data: { revokedAt: new Date() } })
  return count
}

/** The open invitation of an address; null when there is none. */
export async function findInvitation(
  tx: AccountTransaction,
  email: string,
): Promise<(AccountLink & { role: Role }) | null> {
  const link = (await listOpenLinks(tx, email)).find(({ userId }) => userId === null)
  const role = ROLES.find((known) => known === link?.role)
  return link === undefined || role === undefined ? null : { ...link, role }
}

/** Compared here, because Prisma's case-insensitive comparison treats the name as a pattern. */
async function listOpenLinks(tx: AccountTransaction, email: string): Promise<AccountLink[]> {
  const open = await tx.accountLink.findMany({
    where: { usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  })
  return open.filter((link) => accountEmail(link.email) === accountEmail(email))
}

export async function getUser(tx: AccountTransaction, id: string): Promise<User> {
  const user = await tx.user.findUnique({ where: { id } })
  if (user === null) throw new NotFoundError('This person no longer has an account.')
  return user
}
