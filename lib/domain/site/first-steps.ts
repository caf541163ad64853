/** What a fresh site knows about how far its set-up has got. */
export interface SetupFacts {
  /** Sources with an address; those of the bundled sample have none. */
  liveSources: number
  /** Of them, those whose first read ended well. */
  read: number
  /** Of the others, those whose newest poll failed. */
  failing: number
  /** Whether PUBLIC_URL is configured. */
  hasPublicUrl: boolean
  /** Accounts, and invitations that can still be accepted. */
  people: number
  isDismissed: boolean
}

export const FIRST_STEPS = ['choose', 'read', 'publicUrl', 'invite'] as const
export type FirstStep = (typeof FIRST_STEPS)[number]

/** The steps of the set-up and whether each is done; null once all are done, or an admin dismissed the list. */
export function listFirstSteps(facts: SetupFacts): { step: FirstStep; isDone: boolean }[] | null {
  const done: Record<FirstStep, boolean> = {
    choose: facts.liveSources > 0,
    read: facts.liveSources > 0 && facts.read === facts.liveSources,
    publicUrl: facts.hasPublicUrl,
    invite: facts.people > 1,
  }
  if (facts.isDismissed || FIRST_STEPS.every((step) => done[step])) return null
  return FIRST_STEPS.map((step) => ({ step, isDone: done[step] }))
}
