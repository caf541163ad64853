import { detectForLater } from '#lib/admin/source/detect.ts'
import { getCatalogueVendor } from '#lib/admin/vendor/catalogue.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['url', 'catalogue'],
  () => '/admin/vendors/new',
  async ({ form }) => {
    const slug = text(form, 'catalogue')
    const url = slug === null ? text(form, 'url') : getCatalogueVendor(slug).address
    if (url === null) throw new InvalidInputError('Which address?', 'url')
    const query = new URLSearchParams({
      detection: await detectForLater(url),
      ...(slug !== null && { catalogue: slug }),
    })
    return { path: `/admin/vendors/new?${query}` }
  },
)
