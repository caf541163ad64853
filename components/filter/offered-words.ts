import { formatCount, formatInteger } from '#lib/domain/format.ts'

/** Instead of that, where as many are ticked as may be. */
export const FULL_WORDS = 'No more can be chosen: untick one first.'

/** What a list of vendors to tick leaves out, in words; '' where it has all of them. `find`: what was typed. */
export function offeredWords({ listed, total, find }: { listed: number; total: number; find: string }): string {
  if (total === 0) return find === '' ? '' : `No other vendor is called “${find}”.`
  if (listed < total)
    return `${formatInteger(listed)} of ${formatCount(total, 'vendor')} listed. Type a name to find the others.`
  return find === '' ? '' : `${formatCount(total, 'vendor')} found.`
}
