import { z } from 'zod'
import { accountEmail, hashPassword, makePassword, newAccount, type Principal } from '#lib/auth.ts'
import { db } from '#lib/db.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'

const emailSchema = z.email()

/**
 * Makes an account and returns its password, to be told once: only its hash is kept.
 * Throws InvalidInputError for what is no address, ConflictError when there is such an account.
 */
export async function createAccount(email: string, role: Principal['role'], actor: string): Promise<string> {
  if (!emailSchema.safeParse(accountEmail(email)).success) {
    throw new InvalidInputError(`"${email}" is not an e-mail address.`, 'email')
  }
  const password = makePassword()
  const account = await newAccount(email, role, password)
  await db().$transaction(async (tx) => {
    const known = await tx.user.findUnique({ where: { email: account.email } })
    if (known !== null) throw new ConflictError(`${email} has an account already; reset makes a new password.`)
    await tx.user.create({ data: account })
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
  await db().$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: accountEmail(email) } })
    if (user === null) throw new NotFoundError(`${email} has no account.`)
    await tx.account.updateMany({ where: { userId: user.id, providerId: 'credential' }, data: { password: hash } })
    await tx.session.deleteMany({ where: { userId: user.id } })
    await tx.auditEntry.create({ data: { actor, action: 'account.reset', subject: user.name } })
  })
  return password
}
