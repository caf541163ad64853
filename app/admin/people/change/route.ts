import { inviteAccount, revokeLink } from '#lib/admin/account/account-links.ts'
import { ROLES } from '#lib/domain/access.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handlePeopleForm, requireConfirmation, rowId, text } from '../../form.ts'
import { joinAddress } from '../join-address.ts'

export const dynamic = 'force-dynamic'

/** Invites a user, or revokes a link that is still open. */
export const POST = handlePeopleForm(
  ['email', 'role', 'link'],
  () => '/admin/people',
  async ({ form, admin }) => {
    switch (text(form, 'form')) {
      case 'invite': {
        const email = text(form, 'email') ?? ''
        const role = ROLES.find((known) => known === text(form, 'role'))
        if (role === undefined) throw new InvalidInputError('The role must be admin or viewer.', 'role')
        const secret = joinAddress(await inviteAccount(email, role, admin.name))
        return { path: '/admin/people', form: 'invite', message: `Invitation for ${email} created.`, secret }
      }
      case 'revokeLink': {
        requireConfirmation(form)
        await revokeLink(rowId(form, 'link') ?? 0, admin.name)
        return { path: '/admin/people', message: 'Link revoked.' }
      }
      default:
        throw new InvalidInputError('The form does not say what to do.')
    }
  },
)
