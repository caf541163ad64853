/**
 * The key of a title without regard to blanks and capitals. Only this function computes it: a database knows other
 * blanks and lower-case letters, depending on its locale.
 */
export function titleKey(title: string): string {
  return title.trim().replace(/\s+/g, ' ').toLowerCase()
}
