import { z } from 'zod'
import { requestBatch } from '#lib/admin/run/batches.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm } from '../form.ts'

export const dynamic = 'force-dynamic'

const fields = z.object({ mode: z.enum(['poll', 'backfill', 'replay']), dryRun: z.literal('on').optional() })

/** Starts a new read of the sources of all vendors. */
export const POST = handleForm(
  Object.keys(fields.shape),
  () => '/admin',
  async ({ form, admin }) => {
    const wanted = fields.safeParse(Object.fromEntries(form))
    if (!wanted.success) throw new InvalidInputError('The form does not say what to read.')
    const { mode, dryRun } = wanted.data
    const request = { vendorSlug: null, mode, dryRun: dryRun === 'on', trigger: 'admin', actor: admin.name } as const
    return { path: `/admin/batches/${(await requestBatch(request)).batch}` }
  },
)
