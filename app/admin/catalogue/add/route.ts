import { CATALOGUE_PAGE_LENGTH } from '#components/admin/vendor/catalogue-page.tsx'
import { listOf } from '#components/text/name-list.ts'
import { addFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { handleForm } from '../../form.ts'
import { cataloguePath } from '../catalogue-path.ts'

export const dynamic = 'force-dynamic'

/** The number of vendors on a page of the catalogue. */
/** Up to this many are named individually. */
const MAX_TOLD = 5

/** Adds each vendor separately, so that one failure does not block the others. */
export const POST = handleForm(
  ['slug', 'backfill', 'query'],
  (_params, form) => cataloguePath(form),
  async ({ form, admin }) => {
    const slugs = [...new Set(form.getAll('slug').map(String))].slice(0, CATALOGUE_PAGE_LENGTH)
    if (slugs.length === 0) throw new InvalidInputError('Choose at least one vendor.')
    const options = { backfill: form.has('backfill'), actor: admin.name }
    const added: string[] = []
    const refused: string[] = []
    for (const slug of slugs) {
      try {
        added.push((await addFromCatalogue(slug, options)).name)
      } catch (error) {
        if (!(error instanceof OutageHistoryError)) throw error
        refused.push(error.message)
      }
    }
    const problems = tell(refused)
    if (added.length === 0) throw new InvalidInputError(problems)
    const names = added.length > MAX_TOLD ? `${added.length} vendors` : listOf(added)
    const message = `${names} added; reading has started. ${problems}`.trim()
    return { path: '/admin/runs', message }
  },
)

/** Only the first sentences, since a message has to fit in a cookie. */
function tell(sentences: readonly string[]): string {
  const more = sentences.length - MAX_TOLD
  return [...sentences.slice(0, MAX_TOLD), ...(more > 0 ? [`${more} more could not be added.`] : [])].join(' ')
}
