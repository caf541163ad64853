import { newAccount } from '#lib/auth/new-account.ts'
import { hashPassword, makePassword } from '#lib/auth/password.ts'
import { db } from '#lib/database/client.ts'
import { accountEmail, MAX_DISPLAY_NAME_LENGTH, type Role } from '#lib/domain/access.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import type { User } from '#prisma/client/client.ts'
import {
  type AccountTransaction,
  changeAccounts,
  checkEmail,
  endLinks,
  expectNoAccount,
  getUser,
  setPassword,
  takeBack,
} from './account-rows.ts'

/**
 * Creates an account and returns its password, which is shown once: only its hash is stored. Throws InvalidInputError
 * for an invalid address, ConflictError when the account exists.
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
 * Sets a new password, returns it to be shown once, and ends all sessions of the account. Throws NotFoundError for an
 * unknown account.
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

/** The id of the account of an address. Throws NotFoundError when there is none. */
export async function findAccountId(email: string): Promise<string> {
  const user = await db().user.findUnique({ where: { email: accountEmail(email) }, select: { id: true } })
  if (user === null) throw new NotFoundError(`${email} has no account.`)
  return user.id
}

/**
 * Sets the name that is published with a user's future corrections; null publishes none. Throws InvalidInputError for one that
 * is too long or an e-mail address, NotFoundError for an unknown user.
 */
export async function changeDisplayName(userId: string, name: string | null, actor: string): Promise<void> {
  const displayName = name?.replace(/\s+/g, ' ').trim() || null
  if (displayName !== null && displayName.length > MAX_DISPLAY_NAME_LENGTH) {
    throw new InvalidInputError(`Use ${MAX_DISPLAY_NAME_LENGTH} characters at most.`, 'displayName')
  }
  if (displayName?.includes('@')) {
    throw new InvalidInputError('The display name is public: enter a name, not an e-mail address.', 'displayName')
  }
  await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    await tx.user.update({ where: { id: userId }, data: { displayName } })
    await tx.auditEntry.create({
      data: { actor, action: 'account.display-name', subject: user.name, detail: { displayName } },
    })
  })
}

/**
 * Changes a user's role and ends their sessions. A user who becomes a viewer also loses the tokens and open invitations
 * that they created. Throws NotFoundError for an unknown user, ConflictError for the last admin, and for a user whose
 * role a rule of the configuration decides.
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
 * Removes a user: the account, its sessions, its open links and, with `revokesTokens`, the tokens that the user
 * created. Audit entries keep the user's name. Throws NotFoundError, and ConflictError for the last admin.
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

/** Ends one or all sessions of a user, except `except`. Throws NotFoundError for an unknown user or session. */
export async function endSessions(
  userId: string,
  { sessionId, except, actor }: { sessionId?: string; except?: string; actor: string },
): Promise<number> {
  return await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    const { count } = await tx.session.deleteMany({
      where: { userId, id: { ...(sessionId && { equals: sessionId }), ...(except && { not: except }) } },
    })
    if (sessionId !== undefined && count === 0) throw new NotFoundError('This session has already ended.')
    await tx.auditEntry.create({
      data: { actor, action: 'account.sign-out', subject: user.name, detail: { sessions: count } },
    })
    return count
  })
}

async function expectAnotherAdmin(tx: AccountTransaction, user: User): Promise<void> {
  if (user.role !== 'admin') return
  const others = await tx.user.count({ where: { role: 'admin', id: { not: user.id } } })
  if (others === 0) {
    throw new ConflictError(`${user.name} is the only admin. Make another person an admin first.`)
  }
}
