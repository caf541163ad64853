import { newAccount } from '#lib/auth/new-account.ts'
import { hashPassword } from '#lib/auth/password.ts'
import { hashSecret, isSecret, makeSecret } from '#lib/auth/secret.ts'
import { db } from '#lib/database/client.ts'
import { LINK_DAYS, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, ROLES, type Role } from '#lib/domain/access.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import type { AccountLink } from '#prisma/client/client.ts'
import {
  type AccountTransaction,
  changeAccounts,
  checkEmail,
  endLinks,
  expectNoAccount,
  getUser,
  setPassword,
} from './account-rows.ts'

/** Secrets of links are part of addresses, where no scanner looks. */
const MARK = ''

export interface OpenLink {
  email: string
  /** The role of an invitation; null for a new password. */
  role: Role | null
}

/**
 * Creates an invitation and returns the secret of its link, which is shown once. An earlier link for the same address
 * is revoked. Throws InvalidInputError for an invalid address, ConflictError when the address has an account.
 */
export async function inviteAccount(email: string, role: Role, actor: string): Promise<string> {
  const address = checkEmail(email)
  return await changeAccounts(async (tx) => {
    await expectNoAccount(tx, address)
    const secret = await makeLink(tx, { email: address, role, userId: null, createdBy: actor })
    await tx.auditEntry.create({ data: { actor, action: 'account.invite', subject: address, detail: { role } } })
    return secret
  })
}

/**
 * Returns the secret of a link for setting a new password, which is shown once. Until it is used, the present password
 * and sessions stay valid. Throws NotFoundError for an unknown person.
 */
export async function makeResetLink(userId: string, actor: string): Promise<string> {
  return await changeAccounts(async (tx) => {
    const user = await getUser(tx, userId)
    const secret = await makeLink(tx, { email: user.name, role: null, userId, createdBy: actor })
    await tx.auditEntry.create({ data: { actor, action: 'account.reset-link', subject: user.name } })
    return secret
  })
}

async function makeLink(
  tx: AccountTransaction,
  link: Pick<AccountLink, 'email' | 'role' | 'userId' | 'createdBy'>,
): Promise<string> {
  const secret = makeSecret(MARK)
  await endLinks(tx, link.email)
  const expiresAt = new Date(Date.now() + LINK_DAYS * 86_400_000)
  await tx.accountLink.create({ data: { ...link, hash: hashSecret(secret), expiresAt } })
  return secret
}

/** Revokes a link. Throws NotFoundError when it is revoked already. */
export async function revokeLink(id: number, actor: string): Promise<void> {
  await changeAccounts(async (tx) => {
    const link = await tx.accountLink.findFirst({ where: { id, usedAt: null, revokedAt: null } })
    if (link === null) throw new NotFoundError('This link is already invalid.')
    await tx.accountLink.update({ where: { id }, data: { revokedAt: new Date() } })
    const detail = { kind: link.role === null ? 'new password' : 'invitation' }
    await tx.auditEntry.create({ data: { actor, action: 'account.revoke-link', subject: link.email, detail } })
  })
}

/** The purpose of a link; null for one that is used, revoked, expired or unknown. */
export async function getLink(secret: string): Promise<OpenLink | null> {
  const link = await findLink(db(), secret)
  return link === null ? null : { email: link.email, role: toRole(link) }
}

/**
 * Accepts an invitation or sets a new password, once: of two concurrent calls one gets NotFoundError. Returns the
 * address that signs in with the password. Throws InvalidInputError for a password that is too short or too long.
 */
export async function acceptLink(secret: string, password: string): Promise<string> {
  checkPassword(password)
  const open = await findLink(db(), secret)
  if (open === null) throw deadLink()
  const role = toRole(open)
  const [account, hash] = await Promise.all([
    role === null ? null : newAccount(open.email, role, password),
    role === null ? hashPassword(password) : '',
  ])
  return await changeAccounts(async (tx) => {
    const link = await findLink(tx, secret)
    if (link === null) throw deadLink()
    await tx.accountLink.update({ where: { id: link.id }, data: { usedAt: new Date() } })
    if (account !== null) {
      await expectNoAccount(tx, link.email)
      await tx.user.create({ data: account })
    } else if (link.userId !== null) {
      await setPassword(tx, link.userId, hash)
    }
    const action = role === null ? 'account.password' : 'account.join'
    const detail = { link: true, by: link.createdBy, ...(role !== null && { role }) }
    await tx.auditEntry.create({ data: { actor: link.email, action, subject: link.email, detail } })
    return link.email
  })
}

/** Throws InvalidInputError for the field `password` when it is not acceptable. */
function checkPassword(password: string): void {
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw new InvalidInputError(`Use ${MIN_PASSWORD_LENGTH} characters or more.`, 'password')
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw new InvalidInputError(`Use ${MAX_PASSWORD_LENGTH} characters at most.`, 'password')
  }
}

async function findLink(tx: AccountTransaction, secret: string): Promise<AccountLink | null> {
  if (!isSecret(MARK, secret)) return null
  const link = await tx.accountLink.findUnique({ where: { hash: hashSecret(secret) } })
  const isOpen = link !== null && link.usedAt === null && link.revokedAt === null && link.expiresAt > new Date()
  return isOpen ? link : null
}

function toRole({ role }: AccountLink): Role | null {
  return ROLES.find((known) => known === role) ?? null
}

function deadLink(): NotFoundError {
  return new NotFoundError('This link no longer works.')
}
