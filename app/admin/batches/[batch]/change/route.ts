import { applyBatch } from '#lib/admin/run/batches.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { isUuid } from '#lib/url/row-id.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  [],
  ({ batch }: { batch: string }) => `/admin/batches/${batch}`,
  async ({ form, admin, params: { batch } }) => {
    if (!isUuid(batch) || text(form, 'operation') !== 'apply')
      throw new InvalidInputError('The form does not say what to do.')
    const applied = await applyBatch(batch, { trigger: 'admin', actor: admin.name })
    return { path: `/admin/batches/${applied}`, message: 'Started for real: the same runs, this time stored.' }
  },
)
