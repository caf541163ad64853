import { addVendorAndRead } from '#lib/admin/vendor/add-vendor.ts'
import { handleForm, text } from '../../../form.ts'
import { detectionPath } from '../detection-path.ts'
import { nameAndSlug } from '../name-and-slug.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['detection', 'catalogue', 'name', 'slug', 'websiteUrl', 'category', 'platform', 'url', 'backfill'],
  (_params, form) => detectionPath(text(form, 'detection') ?? '', text(form, 'catalogue')),
  async ({ form, admin }) => {
    const vendor = {
      ...nameAndSlug(form),
      websiteUrl: text(form, 'websiteUrl'),
      category: text(form, 'category'),
      platform: text(form, 'platform') ?? '',
      url: text(form, 'url') ?? '',
    }
    await addVendorAndRead(vendor, { backfill: form.has('backfill'), actor: admin.name })
    return { path: `/admin/vendors/${vendor.slug}`, message: `${vendor.name} added.` }
  },
)
