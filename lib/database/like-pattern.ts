/** Escapes a text for LIKE and ILIKE, so that it matches literally. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
