import { addTarget, sendTest } from '#lib/admin/alerts/targets.ts'
import { TARGET_KINDS } from '#lib/domain/alerts/target-kinds.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../form.ts'
import { readTarget, TARGET_FIELDS } from '../target-form.ts'

export const dynamic = 'force-dynamic'

const kindOf = (form: FormData) => TARGET_KINDS.find((known) => known === text(form, 'kind'))

/** Adds a target and sends it a test, whose outcome its page shows. */
export const POST = handleForm(
  ['kind', 'name', ...TARGET_FIELDS],
  (_params, form) => `/admin/alerts/targets?kind=${kindOf(form) ?? ''}#add`,
  async ({ form, admin }) => {
    const kind = kindOf(form)
    if (kind === undefined) throw new InvalidInputError('Choose a kind of target.')
    const name = text(form, 'name') ?? ''
    const { id, signingSecret } = await addTarget({ name, kind, ...readTarget(form) }, admin.name)
    await sendTest(id, admin.name)
    const message = `${name} added. A test is on its way; load this page again to see what came of it.`
    return { path: `/admin/alerts/targets/${id}`, message, secret: signingSecret }
  },
)
