/** Why a text is refused that is not storable. */
export const NOT_STORABLE = 'must not contain NUL or half a character.'

/** Whether Postgres has a place for a text: it has none for NUL, nor for half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
