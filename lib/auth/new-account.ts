import { randomUUID } from 'node:crypto'
import { db } from '#lib/database/client.ts'
import { accountEmail, type Role } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { hashPassword, makePassword } from './password.ts'

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
