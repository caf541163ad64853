/** The reason given for refusing a text. */
export const NOT_STORABLE = 'must not contain NUL or an incomplete character.'

/** Whether Postgres can store a text: it accepts neither NUL nor half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/**
 * The name of the last property on the path to the first text that Postgres cannot store, '' for `value` itself; null when
 * there is none. Handles any JSON value, however deep, in time linear in its length.
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
