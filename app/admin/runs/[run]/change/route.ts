import { cancelRun, repeatRun } from '#lib/admin/run/runs.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { isUuid } from '#lib/url/row-id.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  [],
  ({ run }: { run: string }) => `/admin/runs/${run}`,
  async ({ form, admin, params: { run } }) => {
    const operation = text(form, 'operation')
    if (!isUuid(run)) throw new InvalidInputError('This is not the id of a run.')
    if (operation === 'cancel') {
      await cancelRun(run, admin.name)
      return { path: `/admin/runs/${run}`, message: 'Run cancelled. What it has stored so far stays.' }
    }
    if (operation !== 'retry' && operation !== 'apply') throw new InvalidInputError('The form does not say what to do.')
    return { path: `/admin/runs/${await repeatRun(run, { apply: operation === 'apply', actor: admin.name })}` }
  },
)
