/** Why a text is refused that is not storable. */
export const NOT_STORABLE = 'must not contain NUL or half a character.'

/** Whether Postgres has a place for a text: it has none for NUL, nor for half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/**
 * The name of the property at whose end the first text stands that Postgres has no place for, '' for `value` itself; null when
 * there is none. Goes through whatever JSON can say, however deep, in a time that grows with its length alone.
 */
export function findUnstorable(value: unknown): string | null {
  const left: [name: string, value: unknown][] = [['', value]]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [name, one] = next
    if (typeof one === 'string') {
      if (!isStorable(one)) return name
    } else if (Array.isArray(one)) {
      for (const item of one) if (isWorthALook(item)) left.push([name, item])
    } else if (typeof one === 'object' && one !== null) {
      for (const [key, item] of Object.entries(one)) if (isWorthALook(item)) left.push([key, item])
    }
  }
  return null
}

function isWorthALook(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'object'
}
