import { getPrincipal, isOwnOrigin, type Principal } from '#lib/auth.ts'
import { ForbiddenError, InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/problem.ts'
import { type Flash, redirectWith } from './flash.ts'
import { signInPath } from './next-path.ts'

/** Where a form leads, and what is said there. */
export interface Landing extends Partial<Flash> {
  path: string
}

export interface Submission<Params> {
  form: FormData
  admin: Principal
  params: Params
}

/** Fields that never come back to the browser. */
const SECRETS = /password/i

/**
 * A POST handler for a form of the admin area: only from a page of this site and only by an admin. It ends in a redirect, so
 * that reloading sends nothing twice: to where `submit` says, or back to `back` with the error beside its field and with what
 * was typed.
 */
export function handleForm<Params>(
  back: (params: Params, form: FormData) => string,
  submit: (submission: Submission<Params>) => Promise<Landing>,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return handleApi(async (request, { params: promised }: { params: Promise<Params> }) => {
    const params = await promised
    if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
    const admin = await getPrincipal(request)
    if (admin === null) {
      return new Response(null, { status: 303, headers: { location: signInPath(back(params, new FormData())) } })
    }
    if (admin.role !== 'admin') throw new ForbiddenError()
    const form = await readForm(request)
    try {
      const { path, ...flash } = await submit({ form, admin, params })
      return redirectWith(path, flash)
    } catch (error) {
      if (!(error instanceof OutageHistoryError)) throw error
      return redirectWith(back(params, form), {
        form: text(form, 'form'),
        errors: { [fieldOf(error, form)]: error.message },
        values: typed(form),
      })
    }
  })
}

/** The field of the form that an error is about; '' for the form as a whole, also when it has no such field. */
function fieldOf(error: OutageHistoryError, form: FormData): string {
  const field = error instanceof InvalidInputError ? error.field : null
  return field !== null && form.has(field) ? field : ''
}

export const FOREIGN_FORM =
  'This form did not come from a page of this site. If it did, open the site under the address that PUBLIC_URL names.'

/** Throws InvalidInputError for a body that is no form. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw new InvalidInputError('The body is not that of a form.')
  }
}

/** A field's text without blanks around it; null when it is absent or empty. */
export function text(form: FormData, name: string): string | null {
  const value = form.get(name)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function typed(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && !SECRETS.test(name) ? [[name, value]] : [])),
  )
}
