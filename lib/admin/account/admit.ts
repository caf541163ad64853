import { newId } from '#lib/auth/new-account.ts'
import { type IssuerProfile, OIDC_PROVIDER } from '#lib/auth/oidc.ts'
import { accountEmail } from '#lib/domain/access.ts'
import type { User } from '#prisma/client/client.ts'
import { type AccountTransaction, changeAccounts, endLinks, findInvitation, takeBack } from './account-rows.ts'

/** The actor in the audit log where a rule of the configuration decides. */
const RULE = 'OIDC_ADMINS, OIDC_VIEWERS'

/**
 * Decides whether a user of the issuer can sign in. Users can sign in if the issuer marks their e-mail as verified and
 * they have an account, an invitation or a matching rule. Creates a missing account. A user who is admitted by a rule
 * alone has the role that the rule gives today. Returns null, or the code of the reason for a refusal.
 */
export async function admit({ sub, email, roleByRule }: IssuerProfile): Promise<string | null> {
  if (email === null) return 'email_not_verified'
  return await changeAccounts(async (tx) => {
    const linked = await tx.account.findFirst({
      where: { providerId: OIDC_PROVIDER, accountId: sub },
      include: { user: true },
    })
    const user = linked?.user ?? (await tx.user.findUnique({ where: { email: accountEmail(email) } }))
    if (user === null) return await enter(tx, email, roleByRule)
    if (user.isByRule) return await followRule(tx, user, roleByRule)
    if (linked === null) {
      await tx.auditEntry.create({ data: { actor: user.name, action: 'account.link', subject: user.name } })
    }
    return null
  })
}

async function enter(
  tx: AccountTransaction,
  email: string,
  roleByRule: IssuerProfile['roleByRule'],
): Promise<string | null> {
  const invitation = await findInvitation(tx, email)
  const role = invitation?.role ?? roleByRule
  if (role === null) return 'not_invited'
  const isByRule = invitation === null
  const id = newId()
  await tx.user.create({
    data: { id, name: email, email: accountEmail(email), emailVerified: true, role, isByRule },
  })
  if (invitation !== null) await tx.accountLink.update({ where: { id: invitation.id }, data: { usedAt: new Date() } })
  await endLinks(tx, email)
  const detail = { role, by: invitation?.createdBy ?? RULE }
  await tx.auditEntry.create({ data: { actor: email, action: 'account.join', subject: email, detail } })
  return null
}

async function followRule(
  tx: AccountTransaction,
  user: User,
  roleByRule: IssuerProfile['roleByRule'],
): Promise<string | null> {
  // Without a rule only the account stays, since audit entries refer to it.
  const role = roleByRule ?? 'viewer'
  if (roleByRule === null) await tx.session.deleteMany({ where: { userId: user.id } })
  if (role !== user.role) {
    await tx.user.update({ where: { id: user.id }, data: { role } })
    await tx.session.deleteMany({ where: { userId: user.id } })
    const lost = role === 'viewer' ? await takeBack(tx, user, { revokesTokens: true, actor: RULE }) : {}
    const detail = { from: user.role, to: roleByRule, ...lost }
    await tx.auditEntry.create({ data: { actor: RULE, action: 'account.role', subject: user.name, detail } })
  }
  return roleByRule === null ? 'not_allowed_any_more' : null
}
