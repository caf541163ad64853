import { pushDocument } from '#lib/admin/documents.ts'
import { createVendor } from '#lib/admin/vendors.ts'
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
    await createVendor({ slug, name, websiteUrl: null, category: null, sources: [] }, admin.name)
    const run = await pushDocument({ ...document, vendorSlug: slug, actor: admin.name })
    return { path: `/admin/runs/${run}`, message: `${name} is added, and its document is being read.` }
  },
)
