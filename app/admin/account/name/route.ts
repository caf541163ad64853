import { changeDisplayName } from '#lib/admin/account/accounts.ts'
import { handlePeopleForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

/** Sets the name that is published with the user's corrections. */
export const POST = handlePeopleForm(
  ['displayName'],
  () => '/admin/account',
  async ({ form, admin: { name, session } }) => {
    await changeDisplayName(session.userId, text(form, 'displayName') ?? null, name)
    return { path: '/admin/account', message: 'Name saved. Your corrections show it from now on.' }
  },
)
