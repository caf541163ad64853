import { z } from 'zod'
import { requestBatch } from '#lib/admin/run/batches.ts'
import { requestIngest } from '#lib/admin/run/runs.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm } from '../../../form.ts'

export const dynamic = 'force-dynamic'

const fields = z.object({
  mode: z.enum(['poll', 'backfill', 'replay']),
  source: z.coerce.number().int().optional(),
  dryRun: z.literal('on').optional(),
})

export const POST = handleForm(
  Object.keys(fields.shape),
  ({ vendor }: { vendor: string }) => `/admin/vendors/${vendor}`,
  async ({ form, admin, params: { vendor } }) => {
    const wanted = fields.safeParse(Object.fromEntries(form))
    if (!wanted.success) throw new InvalidInputError('The form does not say what to read.')
    const { mode, source, dryRun } = wanted.data
    const request = { vendorSlug: vendor, mode, dryRun: dryRun === 'on', trigger: 'admin', actor: admin.name } as const
    if (source === undefined) {
      const { batch, runs } = await requestBatch(request)
      return { path: runs.length === 1 ? `/admin/runs/${runs[0]}` : `/admin/batches/${batch}` }
    }
    const [run] = await requestIngest({ ...request, sourceId: source })
    return { path: `/admin/runs/${run}` }
  },
)
