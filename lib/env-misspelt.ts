import { SETTING_NAMES } from './env.ts'

/** Up to so many letters may differ; a short name is soon like another program's (HOST and HOME). */
const likeness = (name: string) => (name.length < 8 ? 1 : 2)

/** A sentence for each variable that nothing reads and that is probably one of the settings, misspelt. */
export function listMisspelt(source: Record<string, string | undefined>): string[] {
  const known = new Set<string>(SETTING_NAMES)
  return Object.keys(source).flatMap((given) => {
    if (known.has(given)) return []
    const upper = given.toUpperCase()
    const meant = SETTING_NAMES.find((name) => distance(upper, name, likeness(name)) <= likeness(name))
    if (meant !== undefined) return [`${given} is not a setting and has no effect. Did you mean ${meant}?`]
    return upper.startsWith('OIDC_') ? [`${given} is not a setting and has no effect.`] : []
  })
}

/**
 * How many letters have to be put in, left out, replaced or swapped with their neighbour (optimal string alignment); counting
 * stops where lengths alone differ by more than `most`.
 */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, last] = [last, next]
  }
  return last[b.length] ?? 0
}
