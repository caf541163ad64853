import { endSessions } from '#lib/admin/account/accounts.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleOwnForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

/** Ends sessions of the signed-in user: one, all others, or all including this one. */
export const POST = handleOwnForm(
  ['session'],
  () => '/admin/account',
  async ({ form, admin: { name, session } }) => {
    const { id: except, userId } = session
    switch (text(form, 'operation')) {
      case 'one':
        await endSessions(userId, { sessionId: text(form, 'session') ?? '', actor: name })
        return { path: '/admin/account', message: 'Session ended.' }
      case 'others':
        await endSessions(userId, { except, actor: name })
        return { path: '/admin/account', message: 'All other sessions ended.' }
      case 'everywhere':
        await endSessions(userId, { actor: name })
        return { path: '/admin/sign-in', message: 'You are signed out everywhere.' }
      default:
        throw new InvalidInputError('The form does not say what to do.')
    }
  },
)
