import { detectForLater } from '#lib/admin/source/detect.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['url'],
  () => '/admin/vendors/new',
  async ({ form }) => {
    const url = text(form, 'url')
    if (url === null) throw new InvalidInputError('Which address?', 'url')
    return { path: `/admin/vendors/new?detection=${await detectForLater(url)}` }
  },
)
