import { listOf } from '#components/text/name-list.ts'
import { addFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

/** As many as a page of the catalogue shows. */
const MAX_VENDORS = 100
/** As many are named one by one. */
const MAX_TOLD = 5

/** Each is added by itself, so that one that cannot be does not keep the others out. */
export const POST = handleForm(
  ['slug', 'backfill', 'query'],
  (_params, form) => `/admin/catalogue?${new URLSearchParams(text(form, 'query') ?? '')}`,
  async ({ form, admin }) => {
    const slugs = [...new Set(form.getAll('slug').map(String))].slice(0, MAX_VENDORS)
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
    const message = `${names} ${added.length === 1 ? 'is' : 'are'} added, and being read. ${problems}`.trim()
    return { path: '/admin/runs', message }
  },
)

/** The first of the sentences, since a message travels in a cookie. */
function tell(sentences: readonly string[]): string {
  const more = sentences.length - MAX_TOLD
  return [...sentences.slice(0, MAX_TOLD), ...(more > 0 ? [`${more} more could not be added.`] : [])].join(' ')
}
