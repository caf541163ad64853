/**
 * The key of a title, ignoring blanks and capitals. Only this function computes it: a database's blanks and lower-case letters
 * differ, depending on its locale.
 */
export function titleKey(title: string): string {
  return title.trim().replace(/\s+/g, ' ').toLowerCase()
}
