import { addVendorAndRead } from '#lib/admin/add-vendor.ts'
import { getCatalogueVendor } from '#lib/admin/catalogue.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  () => '/admin/vendors/new',
  async ({ form, admin }) => {
    const { slug, name, websiteUrl, category, platform, sourceUrl } = getCatalogueVendor(text(form, 'slug') ?? '')
    const run = await addVendorAndRead(
      { slug, name, websiteUrl, category, platform, url: sourceUrl },
      { backfill: form.has('backfill'), actor: admin.name },
    )
    return { path: `/admin/runs/${run}`, message: `${name} is added, and is being read.` }
  },
)
