import { addFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['slug', 'backfill'],
  () => '/admin/vendors/new',
  async ({ form, admin }) => {
    const wish = { backfill: form.has('backfill'), actor: admin.name }
    const { run, name } = await addFromCatalogue(text(form, 'slug') ?? '', wish)
    return { path: `/admin/runs/${run}`, message: `${name} is added, and is being read.` }
  },
)
