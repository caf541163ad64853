/** The calendar years on offer, newest first; only the latest where the first is not known. */
export function yearsBetween(first: Date | null, last: Date): number[] {
  const newest = last.getUTCFullYear()
  const oldest = first?.getUTCFullYear() ?? newest
  return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index)
}
