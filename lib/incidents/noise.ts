/**
 * What differs between two reads and is no change: platforms say a time once with its fraction of a second and once without, and a page
 * that takes up https has had the same address before.
 */
export function isNoise(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return isSameTime(one, other)
  return (
    typeof one === 'string' &&
    typeof other === 'string' &&
    HTTP.test(one) &&
    HTTP.test(other) &&
    bare(one) === bare(other)
  )
}

/** Whether one of two times is the other without its fraction of a second. */
export function isSameTime(one: Date, other: Date): boolean {
  const [a, b] = [one.getTime(), other.getTime()]
  return a === b || ((a % 1000 === 0 || b % 1000 === 0) && Math.floor(a / 1000) === Math.floor(b / 1000))
}

/** `said`, but with the finer of two times that are the same, and the https of two addresses that are. */
export function withoutNoise<Content extends object>(said: Content, known: Content): Content {
  const entries = Object.entries(said).map(([field, value]) => {
    const before = known[field as keyof Content] as unknown
    return [field, isNoise(value, before) ? better(value, before) : value]
  })
  return Object.fromEntries(entries) as Content
}

function better(one: unknown, other: unknown): unknown {
  if (one instanceof Date && other instanceof Date) return one > other ? one : other
  return String(one).startsWith('https:') ? one : other
}

const HTTP = /^https?:\/\//

function bare(address: string): string {
  return address.replace(HTTP, '')
}
