import { z } from 'zod'
import { requestIngest } from '#lib/admin/runs.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm } from '../../../form.ts'

export const dynamic = 'force-dynamic'

const fields = z.object({
  mode: z.enum(['poll', 'backfill', 'replay']),
  source: z.coerce.number().int().optional(),
  dryRun: z.literal('on').optional(),
})

export const POST = handleForm(
  ({ vendor }: { vendor: string }) => `/admin/vendors/${vendor}`,
  async ({ form, admin, params: { vendor } }) => {
    const wanted = fields.safeParse(Object.fromEntries(form))
    if (!wanted.success) throw new InvalidInputError('The form does not say what to read.')
    const { mode, source, dryRun } = wanted.data
    const runs = await requestIngest({
      vendorSlug: vendor,
      ...(source === undefined ? {} : { sourceId: source }),
      mode,
      dryRun: dryRun === 'on',
      trigger: 'admin',
      actor: admin.name,
    })
    const path = runs.length === 1 ? `/admin/runs/${runs[0]}` : `/admin/runs?vendor=${vendor}`
    return { path }
  },
)
