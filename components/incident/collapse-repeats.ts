import type { UpdateView } from '#lib/queries/schemas.ts'

/** Fewer than this many between the first and the last of a run take less room than the words for them. */
const FEWEST_COLLAPSED = 2

/**
 * Where to cut a timeline into updates shown by themselves, `to` being `from + 1`, and collapsed ones: of a run of updates with the
 * same status and text, which vendors post to show that they are still at it, those between the first and the last. An edited or
 * withdrawn update is never collapsed.
 */
export function collapseRepeats(updates: readonly UpdateView[]): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = []
  for (let from = 0; from < updates.length; ) {
    const to = endOfRun(updates, from)
    if (to - from < FEWEST_COLLAPSED + 2) {
      parts.push({ from, to: from + 1 })
      from += 1
    } else {
      parts.push({ from, to: from + 1 }, { from: from + 1, to: to - 1 })
      from = to - 1
    }
  }
  return parts
}

function endOfRun(updates: readonly UpdateView[], from: number): number {
  const first = updates[from]
  let to = from + 1
  while (to < updates.length && isSaidAgain(first, updates[to])) to += 1
  return to
}

function isSaidAgain(first: UpdateView | undefined, next: UpdateView | undefined): boolean {
  if (first === undefined || next === undefined) return false
  return (
    next.status === first.status &&
    next.sourceStatus === first.sourceStatus &&
    next.body.trim() === first.body.trim() &&
    [first, next].every(({ editedAt, withdrawnAt }) => editedAt === null && withdrawnAt === null)
  )
}
