import fc from 'fast-check'

/** The state after a step of a story; a note does not change it. */
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

/** What actually happened: one incident or maintenance from its first step to its last. */
export interface Story {
  kind: 'incident' | 'maintenance'
  /** In time order; the times are at least a minute apart. */
  steps: Step[]
}

/** The time at which the feeds are read. */
export const READ_AT = Date.UTC(2026, 10, 28)

const DAY = 86_400_000
/** Stories begin this far apart, so that no rule joins two with the same title. */
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

/** Seconds between two steps: mostly within hours, never in the same minute, never longer than a title counts as the same. */
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

/** When it began: for a maintenance, its first step under way. */
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

/** The last step that gives a state. */
export function lastState({ steps }: Story): Step {
  return steps.findLast(({ state }) => state !== 'note' && state !== 'postmortem') as Step
}
