/** Whether two values are equal as JSON, in any order of keys: jsonb sorts them in its own way. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (Array.isArray(one) && Array.isArray(other) && one.length === 0 && other.length === 0) return true
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))
}

/** The same value with the keys of every object in alphabetical order. */
export function comparable(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(comparable)
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, comparable(item)])
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
