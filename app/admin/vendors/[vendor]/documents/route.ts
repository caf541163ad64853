import { pushDocument } from '#lib/admin/run/documents.ts'
import { handleForm } from '../../../form.ts'
import { DOCUMENT_FIELDS, pushedDocument } from '../../pushed-document.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  DOCUMENT_FIELDS,
  ({ vendor }: { vendor: string }) => `/admin/vendors/${vendor}`,
  async ({ form, admin, params }) => {
    const document = await pushedDocument(form)
    const run = await pushDocument({ ...document, vendorSlug: params.vendor, actor: admin.name })
    return { path: `/admin/runs/${run}`, message: 'Document stored.' }
  },
)
