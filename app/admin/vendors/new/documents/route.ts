import { addVendorWithDocument } from '#lib/admin/vendor/add-vendor.ts'
import { handleForm } from '../../../form.ts'
import { DOCUMENT_FIELDS, pushedDocument } from '../../pushed-document.ts'
import { nameAndSlug } from '../name-and-slug.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['name', 'slug', ...DOCUMENT_FIELDS],
  () => '/admin/vendors/new',
  async ({ form, admin }) => {
    const { name, slug } = nameAndSlug(form)
    const document = await pushedDocument(form)
    const run = await addVendorWithDocument({ name, slug }, { ...document, actor: admin.name })
    return { path: `/admin/runs/${run}`, message: `${name} added.` }
  },
)
