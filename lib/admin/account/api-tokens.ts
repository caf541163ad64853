import { TOKEN_MARK } from '#lib/auth/api-token.ts'
import { hashSecret, makeSecret } from '#lib/auth/secret.ts'
import type { Scope } from '#lib/domain/access.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { changeAccounts } from './account-rows.ts'

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u
/** Enough characters to distinguish tokens, and far too few to guess the rest. */
const PREFIX_LENGTH = TOKEN_MARK.length + 5

export interface NewApiToken {
  name: string
  scope: Scope
  /** From now; null for one that does not expire. */
  days: number | null
}

/**
 * Creates a token and returns it, to be shown once: only its hash is stored. Throws InvalidInputError for an invalid
 * name or time, ConflictError when a token of this name is active.
 */
export async function createApiToken(
  { name, scope, days }: NewApiToken,
  { actor, userId }: { actor: string; userId: string | null },
): Promise<string> {
  if (!NAME.test(name)) {
    throw new InvalidInputError('Use 1 to 60 letters, digits, spaces, dots, hyphens and underscores.', 'name')
  }
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= 3650)) {
    throw new InvalidInputError('Choose 1 to 3650 days.', 'days')
  }
  const secret = makeSecret(TOKEN_MARK)
  await changeAccounts(async (tx) => {
    if ((await tx.apiToken.count({ where: { name, revokedAt: null } })) > 0) {
      throw new ConflictError(`There is already a token "${name}". Revoke that token first, or choose another name.`)
    }
    const expiresAt = days === null ? null : new Date(Date.now() + days * 86_400_000)
    const prefix = secret.slice(0, PREFIX_LENGTH)
    await tx.apiToken.create({
      data: { name, scope, expiresAt, prefix, hash: hashSecret(secret), createdBy: actor, createdById: userId },
    })
    const detail = { scope, prefix, expiresAt: expiresAt?.toISOString() ?? null }
    await tx.auditEntry.create({ data: { actor, action: 'token.create', subject: name, detail } })
  })
  return secret
}

/** Revokes a token at once. Throws NotFoundError when no active token has this id or name. */
export async function revokeApiToken(which: { id: number } | { name: string }, actor: string): Promise<string> {
  return await changeAccounts(async (tx) => {
    const token = await tx.apiToken.findFirst({ where: { ...which, revokedAt: null } })
    if (token === null) throw new NotFoundError('There is no such token, or it has already been revoked.')
    await tx.apiToken.update({ where: { id: token.id }, data: { revokedAt: new Date(), revokedBy: actor } })
    const detail = { scope: token.scope, prefix: token.prefix }
    await tx.auditEntry.create({ data: { actor, action: 'token.revoke', subject: token.name, detail } })
    return token.name
  })
}
