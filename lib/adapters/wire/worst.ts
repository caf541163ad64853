import { type Impact, rankImpact } from '#lib/domain/incident.ts'
import { type Item, readWord } from './item.ts'

/** The meaning of a platform's severity words; null for words that grade nothing ("resolved"). */
export type Grades = ReadonlyMap<string, Impact | null>

/**
 * The worst of several words and its meaning, for platforms that grade parts of an incident but not the whole. The result is
 * `['unknown', null]` when none of them is a grade.
 */
export function worstOf(words: Iterable<string | null>, grades: Grades): [Impact, string | null] {
  let worst: [Impact, string] | null = null
  for (const word of words) {
    const impact = word === null ? null : (grades.get(word) ?? grades.get(word.toLowerCase()) ?? null)
    if (word === null || impact === null) continue
    if (worst === null || rankImpact(impact) > rankImpact(worst[0])) worst = [impact, word]
  }
  return worst ?? ['unknown', null]
}

/** Like `worstOf` for the named fields; an unknown word causes a warning. */
export function readWorst(fields: readonly { item: Item; key: string }[], grades: Grades): [Impact, string | null] {
  const words = fields.map(({ item, key }) => readWord(item, key, grades)[1])
  return worstOf(words, grades)
}
