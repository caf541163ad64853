import { InvalidInputError } from '#lib/domain/errors.ts'
import { slugOf } from '#lib/url/slug.ts'
import { text } from '../../form.ts'

/** A new vendor's name and slug; the slug is made from the name unless one was given. Throws InvalidInputError. */
export function nameAndSlug(form: FormData): { name: string; slug: string } {
  const name = text(form, 'name')
  if (name === null) throw new InvalidInputError('Enter a name.', 'name')
  const slug = text(form, 'slug') ?? slugOf(name)
  if (slug === null) throw new InvalidInputError('The name has no letters to derive a slug from. Enter a slug.', 'slug')
  return { name, slug }
}
