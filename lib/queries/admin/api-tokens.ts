import { db } from '#lib/database/client.ts'
import { SCOPES } from '#lib/domain/access.ts'
import type { ApiTokenView } from '#lib/queries/admin-schemas.ts'

/** Every token ever made, those in use first, newest first. */
export async function listApiTokens(): Promise<ApiTokenView[]> {
  const tokens = await db().apiToken.findMany({
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
  })
  return tokens.map(({ hash: _, createdById: __, scope, ...token }) => ({
    ...token,
    scope: SCOPES.find((known) => known === scope) ?? 'read',
  }))
}
