import { text } from '../form.ts'

/** The page of the catalogue that a form of it was sent from. */
export function cataloguePath(form: FormData): string {
  return `/admin/catalogue?${new URLSearchParams(text(form, 'query') ?? '')}`
}
