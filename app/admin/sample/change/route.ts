import { removeSample } from '#lib/admin/vendor/sample.ts'
import { formatCount } from '#lib/domain/format.ts'
import { handleForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['confirmation'],
  () => '/admin/sample/remove',
  async ({ form, admin }) => {
    const { vendors, incidents } = await removeSample(text(form, 'confirmation') ?? '', admin.name)
    const message = `Sample removed: ${formatCount(vendors, 'vendor')} and ${formatCount(incidents, 'incident')} deleted.`
    return { path: '/admin', message }
  },
)
