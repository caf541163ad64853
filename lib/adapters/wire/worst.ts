import { type Impact, rankImpact } from '#lib/domain/incident.ts'
import { type Item, readWord } from './item.ts'

/**
 * The worst of several words and what it means: for platforms that grade parts of an incident but not the whole.
 * Words that are not known are warned of and pass only where no other is known; `['unknown', null]` when there is none.
 */
export function readWorst(
  fields: readonly { item: Item; key: string }[],
  meanings: ReadonlyMap<string, Impact>,
): [Impact, string | null] {
  let worst: [Impact | null, string | null] = [null, null]
  for (const { item, key } of fields) {
    const [impact, word] = readWord(item, key, meanings)
    if (impact === null ? worst[1] === null : worst[0] === null || rankImpact(impact) > rankImpact(worst[0]))
      worst = [impact, word]
  }
  return [worst[0] ?? 'unknown', worst[1]]
}
