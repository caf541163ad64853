import { CATALOGUE_PAGE_LENGTH } from '#components/admin/vendor/catalogue-page.tsx'
import { addVendorsFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm } from '../../form.ts'
import { tellAdded } from '../added-words.ts'
import { cataloguePath } from '../catalogue-path.ts'

export const dynamic = 'force-dynamic'

/** Adds up to as many vendors as a page of the catalogue shows. */
export const POST = handleForm(
  [{ several: 'slug' }, 'backfill', 'query'],
  (_params, form) => cataloguePath(form),
  async ({ form, admin }) => {
    const slugs = [...new Set(form.getAll('slug').map(String))].slice(0, CATALOGUE_PAGE_LENGTH)
    if (slugs.length === 0) throw new InvalidInputError('Choose at least one vendor.')
    return tellAdded(await addVendorsFromCatalogue(slugs, { backfill: form.has('backfill'), actor: admin.name }))
  },
)
