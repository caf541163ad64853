import { createApiToken, revokeApiToken } from '#lib/admin/account/api-tokens.ts'
import { SCOPES } from '#lib/domain/access.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handlePeopleForm, requireConfirmation, rowId, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handlePeopleForm(
  ['name', 'scope', 'days', 'token'],
  () => '/admin/tokens',
  async ({ form, admin }) => {
    switch (text(form, 'form')) {
      case 'create': {
        const name = text(form, 'name') ?? ''
        const scope = SCOPES.find((known) => known === text(form, 'scope'))
        if (scope === undefined) throw new InvalidInputError('The scope must be read, ingest or admin.', 'scope')
        const days = text(form, 'days')
        const token = { name, scope, days: days === null ? null : Number(days) }
        const secret = await createApiToken(token, { actor: admin.name, userId: admin.session.userId })
        return { path: '/admin/tokens', form: 'create', message: `Token "${name}" created.`, secret }
      }
      case 'revoke': {
        requireConfirmation(form)
        const name = await revokeApiToken({ id: rowId(form, 'token') ?? 0 }, admin.name)
        return { path: '/admin/tokens', message: `Token "${name}" revoked.` }
      }
      default:
        throw new InvalidInputError('The form does not say what to do.')
    }
  },
)
