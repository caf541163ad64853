/** Work that a worker does beside its runs, one at a time, whenever there is some. */
export interface Chore {
  /** Does nothing while it is at work already. */
  start(): void
  /** Resolves when it is not at work. */
  ended(): Promise<void>
}

/** Failures go to `tell`, and the next start tries again. */
export function makeChore(work: () => Promise<unknown>, tell: (error: unknown) => void): Chore {
  let working: Promise<void> | null = null
  return {
    start() {
      working ??= work()
        .then(() => {}, tell)
        .finally(() => {
          working = null
        })
    },
    async ended() {
      await working
    },
  }
}
