/**
 * What two titles have in common when they are the same but for blanks and capitals. Only this function says so: a database
 * knows other blanks and other small letters, and which ones depends on its locale.
 */
export function titleKey(title: string): string {
  return title.trim().replace(/\s+/g, ' ').toLowerCase()
}
