import type { AddedVendors } from '#lib/admin/vendor/add-vendor.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listOf } from '#lib/domain/format.ts'
import type { FormResult } from '../form.ts'

/** Up to this many are named individually: a message has to fit in a cookie. */
const MAX_TOLD = 5

/**
 * Where an admin sees the added vendors being read: the one vendor, or the overview. Throws InvalidInputError with the
 * reasons when none could be added.
 */
export function tellAdded({ added, refused }: AddedVendors): FormResult {
  const problems = tell(refused)
  const [first, second] = added
  if (first === undefined) throw new InvalidInputError(problems)
  const names = added.length > MAX_TOLD ? `${added.length} vendors` : listOf(added.map(({ name }) => name))
  const message = `${names} added. ${problems}`.trim()
  return { path: second === undefined ? `/admin/vendors/${first.slug}` : '/admin', message }
}

function tell(sentences: readonly string[]): string {
  const more = sentences.length - MAX_TOLD
  return [...sentences.slice(0, MAX_TOLD), ...(more > 0 ? [`${more} more could not be added.`] : [])].join(' ')
}
