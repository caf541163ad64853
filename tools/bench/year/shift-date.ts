const RealDate = globalThis.Date

/**
 * Moves the present of this process: `Date.now()` and `new Date()` are later by as many milliseconds as `shiftMs` says each time.
 * Returns what undoes it.
 */
export function shiftDate(shiftMs: () => number): () => void {
  globalThis.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(RealDate.now() + shiftMs())
      else super(...(given as [number]))
    }
    // Next's own Date has what stands in this class itself, not what it inherits.
    static override UTC = RealDate.UTC
    static override parse = RealDate.parse
    static override now(): number {
      return RealDate.now() + shiftMs()
    }
  } as DateConstructor
  return () => {
    globalThis.Date = RealDate
  }
}
