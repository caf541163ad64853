import { dismissFirstSteps } from '#lib/admin/setup.ts'
import { handleForm } from '../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  [],
  () => '/admin',
  async ({ admin }) => {
    await dismissFirstSteps(admin.name)
    return { path: '/admin', message: 'The first steps are not shown any more.' }
  },
)
