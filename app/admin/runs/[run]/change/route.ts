import { cancelRun, repeatRun } from '#lib/admin/runs.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

const RUN_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const POST = handleForm(
  ({ run }: { run: string }) => `/admin/runs/${run}`,
  async ({ form, admin, params: { run } }) => {
    const deed = text(form, 'deed')
    if (!RUN_ID.test(run)) throw new InvalidInputError('This is not the id of a run.')
    if (deed === 'cancel') {
      await cancelRun(run, admin.name)
      return { path: `/admin/runs/${run}`, message: 'Cancelled. What it has stored so far stays.' }
    }
    if (deed !== 'retry' && deed !== 'apply') throw new InvalidInputError('The form does not say what to do.')
    return { path: `/admin/runs/${await repeatRun(run, { apply: deed === 'apply', actor: admin.name })}` }
  },
)
