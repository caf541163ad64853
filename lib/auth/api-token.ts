import { db } from '#lib/database/client.ts'
import { SCOPES, type Scope } from '#lib/domain/access.ts'
import { hashSecret, isSecret } from './secret.ts'

/** The prefix of every token, by which scanners recognise one in published code. */
export const TOKEN_MARK = 'oh_'

/** The granularity of a token's last use: not every request is worth a write. */
const USE_NOTED_MS = 5 * 60_000

/** The token of a request and its scope; null for one that is unknown, expired or revoked. */
export async function findApiToken(secret: string): Promise<{ name: string; scope: Scope } | null> {
  if (!isSecret(TOKEN_MARK, secret)) return null
  const token = await db().apiToken.findUnique({ where: { hash: hashSecret(secret) } })
  const scope = SCOPES.find((known) => known === token?.scope)
  if (token === null || scope === undefined || token.revokedAt !== null) return null
  const now = new Date()
  if (token.expiresAt !== null && token.expiresAt <= now) return null
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > USE_NOTED_MS) {
    await db().apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  return { name: token.name, scope }
}
