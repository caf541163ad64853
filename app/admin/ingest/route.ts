import { requestIngest } from '#lib/admin/runs.ts'
import { handleForm, text } from '../form.ts'

export const dynamic = 'force-dynamic'

/** Reads everything again: a poll of every source that is not paused, or a replay. */
export const POST = handleForm(
  () => '/admin',
  async ({ form, admin }) => {
    const mode = text(form, 'mode') === 'replay' ? 'replay' : 'poll'
    const runs = await requestIngest({ vendorSlug: null, mode, dryRun: false, trigger: 'admin', actor: admin.name })
    return {
      path: '/admin/runs',
      message: runs.length === 1 ? 'One run is queued.' : `${runs.length} runs are queued.`,
    }
  },
)
