import { VALUE_SEPARATOR } from '#components/ui/form.tsx'
import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { getPrincipal, type Principal } from '#lib/auth/principal.ts'
import { ForbiddenError, InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { type Flash, redirectWith } from './flash.ts'
import { signInPath } from './next-path.ts'
import { readForm } from './read-form.ts'

/** Where a form redirects to, and the message shown there. */
export interface FormResult extends Partial<Flash> {
  path: string
}

/** A signed-in user, not a program. */
export type Person = Principal & { session: NonNullable<Principal['session']> }

export interface Submission<Params, Who = Principal> {
  form: FormData
  admin: Who
  params: Params
}

/** The name of a field; of one that is sent several times, such as boxes that share a name, `several`. */
type Field = string | { several: string }

/** Longer than any of our form names. */
const MAX_FORM_NAME = 60

/** Fields that are never sent back to the browser. */
const SECRETS = /password|secret/i

type Back<Params> = (params: Params, form: FormData) => string
type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/**
 * A POST handler for an admin form that reads only `fields`. It accepts submissions only from a page of this site and only by
 * an admin. It always redirects, so that reloading resubmits nothing: to the target that `submit` returns, or to `back` with
 * the error beside its field and the values typed.
 */
export function handleForm<Params>(
  fields: readonly Field[],
  back: Back<Params>,
  submit: (submission: Submission<Params>) => Promise<FormResult>,
): Handler<Params> {
  return handle(fields, back, submit, requireAdmin)
}

/**
 * Like `handleForm`, for people and tokens. It requires an admin in a session, so no token can create anything that outlives
 * it.
 */
export function handlePeopleForm<Params>(
  fields: readonly Field[],
  back: Back<Params>,
  submit: (submission: Submission<Params, Person>) => Promise<FormResult>,
): Handler<Params> {
  return handle(fields, back, submit, (principal) => requirePerson(requireAdmin(principal)))
}

/** Like `handleForm`, for what viewers may change too: their own account. */
export function handleOwnForm<Params>(
  fields: readonly Field[],
  back: Back<Params>,
  submit: (submission: Submission<Params, Person>) => Promise<FormResult>,
): Handler<Params> {
  return handle(fields, back, submit, requirePerson)
}

function handle<Params, Who>(
  fields: readonly Field[],
  back: Back<Params>,
  submit: (submission: Submission<Params, Who>) => Promise<FormResult>,
  check: (principal: Principal) => Who,
): Handler<Params> {
  return handleApi(async (request, { params: promised }: { params: Promise<Params> }) => {
    const params = await promised
    if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
    const principal = await getPrincipal(request)
    if (principal === null) {
      return new Response(null, { status: 303, headers: { location: signInPath(back(params, new FormData())) } })
    }
    const admin = check(principal)
    const form = await readForm(request, fields.map(nameOf))
    try {
      const { path, ...flash } = await submit({ form, admin, params })
      return redirectWith(path, flash)
    } catch (error) {
      if (!(error instanceof OutageHistoryError)) throw error
      return redirectWith(back(params, form), {
        form: text(form, 'form')?.slice(0, MAX_FORM_NAME) ?? null,
        errors: { [fieldOf(error, form)]: error.message },
        values: typed(form, fields),
      })
    }
  })
}

function requireAdmin(principal: Principal): Principal {
  if (principal.role !== 'admin') throw new ForbiddenError()
  return principal
}

/** Throws ForbiddenError for a program. */
export function requirePerson({ session, ...principal }: Principal): Person {
  if (session === null) throw new ForbiddenError('This is done by people, who sign in, and not by a token.')
  return { ...principal, session }
}

/** Throws InvalidInputError for the field unless its confirmation box is ticked. */
export function requireConfirmation(form: FormData): void {
  if (form.get('confirm') !== 'on')
    throw new InvalidInputError('Tick the box to say that this is what you want.', 'confirm')
}

/** The form field that an error concerns; '' for the form as a whole, also when the form has no such field. */
function fieldOf(error: OutageHistoryError, form: FormData): string {
  const field = error instanceof InvalidInputError ? error.field : null
  return field !== null && (form.has(field) || field === 'confirm') ? field : ''
}

export const FOREIGN_FORM =
  'This form did not come from a page of this site. If it did, open the site under the address that PUBLIC_URL names.'

/** A field's trimmed text; null when it is absent or empty. */
export function text(form: FormData, name: string): string | null {
  const value = form.get(name)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** A field's number, NaN for what is none; null when it is absent or empty. */
export function number(form: FormData, name: string): number | null {
  const value = text(form, name)
  return value === null ? null : Number(value)
}

/** The entry of `known` that the form names; undefined for anything else, including inherited properties. */
export function named<T>(known: Record<string, T>, name: string | null): T | undefined {
  return name !== null && Object.hasOwn(known, name) ? known[name] : undefined
}

/** A field's row id; null for a value that cannot be one. */
export function rowId(form: FormData, name: string): number | null {
  return toRowId(text(form, name) ?? '')
}

function nameOf(field: Field): string {
  return typeof field === 'string' ? field : field.several
}

function typed(form: FormData, fields: readonly Field[]): Record<string, string> {
  const values = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && !SECRETS.test(name) ? [[name, value]] : [])),
  )
  for (const field of fields)
    if (typeof field !== 'string' && form.has(field.several))
      values[field.several] = form.getAll(field.several).join(VALUE_SEPARATOR)
  return values
}
