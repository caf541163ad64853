import { detectForLater } from '#lib/admin/source/detect.ts'
import { getCatalogueVendor } from '#lib/admin/vendor/catalogue.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { cataloguePath } from '../../../catalogue/catalogue-path.ts'
import { handleForm, text } from '../../../form.ts'
import { detectionPath } from '../detection-path.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['url', 'catalogue', 'query'],
  (_params, form) => (form.has('catalogue') ? cataloguePath(form) : '/admin/vendors/new'),
  async ({ form }) => {
    const slug = text(form, 'catalogue')
    const url = slug === null ? text(form, 'url') : getCatalogueVendor(slug).address
    if (url === null) throw new InvalidInputError('Enter an address.', 'url')
    return { path: detectionPath(await detectForLater(url), slug) }
  },
)
