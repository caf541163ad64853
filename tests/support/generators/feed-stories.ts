import fc from 'fast-check'

/** How a step of a story leaves it; a note leaves it as it was. */
export type StoryState =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'postmortem'
  | 'scheduled'
  | 'in_progress'
  | 'completed'
  | 'note'

export interface Step {
  /** A whole second. */
  at: number
  state: StoryState
}

/** What happened, as the oracle knows it: one incident or maintenance from its first word to its last. */
export interface Story {
  kind: 'incident' | 'maintenance'
  /** In time order; the times differ by a minute at least. */
  steps: Step[]
}

/** The moment at which the feeds are read. */
export const READ_AT = Date.UTC(2026, 10, 28)

const DAY = 86_400_000
/** Stories begin this far from each other, so that two of the same title are never one by any rule. */
const SLOT = 60 * DAY

const PATHS: readonly [Story['kind'], readonly StoryState[]][] = [
  ['incident', ['investigating', 'resolved']],
  ['incident', ['investigating']],
  ['incident', ['resolved']],
  ['incident', ['investigating', 'identified', 'monitoring', 'resolved']],
  ['incident', ['investigating', 'note', 'monitoring']],
  ['incident', ['identified', 'note', 'resolved', 'postmortem']],
  ['incident', ['investigating', 'resolved', 'note']],
  ['incident', ['investigating', 'resolved', 'identified']],
  ['incident', ['investigating', 'resolved', 'investigating', 'resolved']],
  ['maintenance', ['scheduled', 'in_progress', 'completed']],
  ['maintenance', ['in_progress', 'completed']],
  ['maintenance', ['in_progress']],
  ['maintenance', ['scheduled', 'in_progress']],
  ['maintenance', ['completed']],
]

/** Seconds between two steps: mostly within hours, never within the same minute, never longer than a title stays the same. */
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 61, max: 9 * 3600 }) },
  fc.integer({ min: 61, max: 6 * 86_400 }),
)

const plot = fc.record({
  path: fc.constantFrom(...PATHS),
  offset: fc.nat(15 * 86_400),
  gaps: fc.array(gap, { minLength: 3, maxLength: 3 }),
})

/** One to four stories, oldest first, all of them before READ_AT. */
export const stories: fc.Arbitrary<Story[]> = fc.array(plot, { minLength: 1, maxLength: 4 }).map((plots) =>
  plots.map(({ path: [kind, states], offset, gaps }, index) => {
    let at = READ_AT - (plots.length - index) * SLOT + offset * 1000
    const steps = states.map((state, step) => {
      if (step > 0) at += (gaps[step - 1] ?? 61) * 1000
      return { at, state }
    })
    return { kind, steps }
  }),
)

/** When it began: a maintenance by its first step under way. */
export function startOf({ kind, steps }: Story): number {
  const started = kind === 'maintenance' ? steps.find(({ state }) => state !== 'scheduled') : undefined
  return (started ?? (steps[0] as Step)).at
}

/** When the last unbroken series of closing steps began; null while it is open. */
export function endOf(steps: readonly Step[]): number | null {
  let end: number | null = null
  for (const { at, state } of steps) {
    if (state === 'resolved' || state === 'completed') end ??= at
    else if (state !== 'note' && state !== 'postmortem') end = null
  }
  return end
}

/** The last step that says how it stands. */
export function lastState({ steps }: Story): Step {
  return steps.findLast(({ state }) => state !== 'note' && state !== 'postmortem') as Step
}
