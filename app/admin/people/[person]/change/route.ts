import { requestNow } from '#app/request-now.ts'
import { makeResetLink } from '#lib/admin/account/account-links.ts'
import { changeRole, endSessions, removeAccount } from '#lib/admin/account/accounts.ts'
import { ROLES } from '#lib/domain/access.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { getPerson } from '#lib/queries/admin/people.ts'
import type { PersonLine } from '#lib/queries/admin-schemas.ts'
import { type FormResult, handlePeopleForm, named, type Person, requireConfirmation, text } from '../../../form.ts'
import { joinAddress } from '../../join-address.ts'

export const dynamic = 'force-dynamic'

type ChangeHandler = (
  person: PersonLine,
  form: FormData,
  admin: Person,
) => Promise<Omit<FormResult, 'path'> & { path?: string }>

const HANDLERS: Record<string, ChangeHandler> = {
  async role({ id, name }, form, admin) {
    const role = ROLES.find((known) => known === text(form, 'role'))
    if (role === undefined) throw new InvalidInputError('The role must be admin or viewer.', 'role')
    requireConfirmation(form)
    await changeRole(id, role, admin.name)
    return { message: `${name} is now ${role} and must sign in again.` }
  },
  async link({ id, name }, _form, admin) {
    const secret = joinAddress(await makeResetLink(id, admin.name))
    return { form: 'link', message: `Link for ${name} created.`, secret }
  },
  async session({ id }, form, admin) {
    await endSessions(id, { sessionId: text(form, 'session') ?? '', actor: admin.name })
    return { message: 'Session ended.' }
  },
  async signOut({ id, name }, form, admin) {
    requireConfirmation(form)
    await endSessions(id, { actor: admin.name })
    return { message: `All sessions of ${name} ended.` }
  },
  async remove({ id, name }, form, admin) {
    if (text(form, 'confirmation') !== name) {
      throw new InvalidInputError(`Type "${name}" exactly.`, 'confirmation')
    }
    await removeAccount(id, { revokesTokens: form.has('revokesTokens'), actor: admin.name })
    return { path: '/admin/people', message: `${name} removed.` }
  },
}

export const POST = handlePeopleForm(
  ['role', 'session', 'confirmation', 'revokesTokens'],
  ({ person }: { person: string }) => `/admin/people/${encodeURIComponent(person)}`,
  async ({ form, admin, params: { person: id } }) => {
    const person = await getPerson(id, requestNow())
    if (person === null) throw new NotFoundError('This person no longer has an account.')
    const handler = named(HANDLERS, text(form, 'form'))
    if (handler === undefined) throw new InvalidInputError('The form does not say what to do.')
    return { path: `/admin/people/${person.id}`, ...(await handler(person, form, admin)) }
  },
)
