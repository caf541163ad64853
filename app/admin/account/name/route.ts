import { changeDisplayName } from '#lib/admin/account/accounts.ts'
import { handlePeopleForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

/** Sets the name that is published with the user's corrections. */
export const POST = handlePeopleForm(
  ['displayName'],
  () => '/admin/account',
  async ({ form, admin: { name, session } }) => {
    await changeDisplayName(session.userId, text(form, 'displayName') ?? null, name)
    return { path: '/admin/account', message: 'The name is saved. Corrections that you make from now on carry it.' }
  },
)
