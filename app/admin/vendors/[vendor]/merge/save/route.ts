import { mergeVendors } from '#lib/admin/vendor/merge-vendors.ts'
import { handleForm, rowId, text } from '../../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['into', 'confirmation', 'primary'],
  ({ vendor }: { vendor: string }, form) =>
    `/admin/vendors/${encodeURIComponent(vendor)}/merge?${new URLSearchParams({ into: text(form, 'into') ?? '', primary: text(form, 'primary') ?? '' })}`,
  async ({ form, admin, params: { vendor } }) => {
    const options = {
      into: text(form, 'into') ?? '',
      confirmation: text(form, 'confirmation') ?? '',
      primary: rowId(form, 'primary'),
    }
    const { slug, into } = await mergeVendors(vendor, options, admin.name)
    return {
      path: `/admin/vendors/${into}`,
      message: `Merged: ${slug} is now part of this vendor, and its addresses redirect here.`,
    }
  },
)
