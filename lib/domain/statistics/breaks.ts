import type { Period } from '#lib/domain/incident.ts'

/** Moments from which a vendor's postings do not compare with those before, for it reports in another way. */

/** What the rules need of a posting, in the order of the starts. */
export interface Posting {
  /** Milliseconds since the epoch. */
  at: number
  /** The source that it counts in. */
  source: number | string
  /** The vendor's own word for its impact; null without one. */
  word: string | null
  components: readonly (number | string)[]
}

export const BREAK_CAUSES = ['source', 'kind', 'components'] as const

export interface Break {
  at: number
  /** The last sign of the same change; at least `at`. */
  until: number
  cause: (typeof BREAK_CAUSES)[number]
}

/** The last of them that reaches into a period: postings before it do not compare with those after it. */
export function breakWithin(breaks: readonly Break[], { from, to }: Period): Break | undefined {
  return breaks.findLast(({ at, until }) => until >= from.getTime() && at < to.getTime())
}

/** Postings before and after a moment that are held against each other. */
const AROUND = 20
/** A new kind of posting makes up at least this part of those that follow. */
const SHARE_OF_NEW = 0.25
/** The first postings of a history, and those after a break, name new kinds and components in any case. */
const SETTLED = 40
/** The list of components grows by at least so many. */
const FEWEST_NEW = 6

/** A sign that reporting changed with the posting of this index. */
interface Sign {
  index: number
  cause: Break['cause']
}

/**
 * Every break, oldest first; `postings` are in order of their starts, oldest first. New kinds and new components within 40 postings of
 * a break belong to it: a vendor changes over some weeks.
 */
export function findBreaks(postings: readonly Posting[]): Break[] {
  const signs = [...findMoves(postings), ...findNewKinds(postings), ...findDoublings(postings)]
  const breaks: Break[] = []
  let settled = 0
  for (const { index, cause } of signs.sort((a, b) => a.index - b.index)) {
    const at = postings[index]?.at ?? 0
    const last = breaks.at(-1)
    if (cause !== 'source' && last !== undefined && index < settled) last.until = at
    else {
      breaks.push({ at, until: at, cause })
      settled = index + SETTLED
    }
  }
  return breaks
}

/** A source whose first posting comes when another source has posted before: the page moved. */
function findMoves(postings: readonly Posting[]): Sign[] {
  const seen = new Set<Posting['source']>()
  return postings.flatMap(({ source }, index) => {
    const isNew = seen.size > 0 && !seen.has(source)
    seen.add(source)
    return isNew ? [{ index, cause: 'source' as const }] : []
  })
}

/** A word for the impact that none of the postings before used, and a quarter of the next do. */
function findNewKinds(postings: readonly Posting[]): Sign[] {
  const seen = new Set<string | null>()
  return postings.flatMap(({ word }, index) => {
    const isNew = !seen.has(word)
    seen.add(word)
    const next = postings.slice(index, index + AROUND)
    if (!isNew || index < AROUND || next.length < AROUND) return []
    const uses = next.filter((one) => one.word === word).length
    return uses >= SHARE_OF_NEW * AROUND ? [{ index, cause: 'kind' as const }] : []
  })
}

/** The next postings name as many components that were never named before as had been named until then: the list has doubled. */
function findDoublings(postings: readonly Posting[]): Sign[] {
  const firstAt = new Map<number | string, number>()
  for (const [index, { components }] of postings.entries())
    for (const id of components) if (!firstAt.has(id)) firstAt.set(id, index)
  const added = new Array<number>(postings.length).fill(0)
  for (const index of firstAt.values()) added[index] = (added[index] ?? 0) + 1
  const signs: Sign[] = []
  let [known, settled] = [0, SETTLED]
  for (const index of postings.keys()) {
    const next = added.slice(index, index + AROUND).reduce((sum, count) => sum + count, 0)
    if (index >= settled && (added[index] ?? 0) > 0 && next >= known && next >= FEWEST_NEW) {
      signs.push({ index, cause: 'components' })
      settled = index + SETTLED
    }
    known += added[index] ?? 0
  }
  return signs
}
