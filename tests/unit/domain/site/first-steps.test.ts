import { describe, expect, it } from 'vitest'
import { listFirstSteps, type SetupFacts } from '#lib/domain/site/first-steps.ts'

const fresh: SetupFacts = {
  liveSources: 0,
  read: 0,
  failing: 0,
  hasPublicUrl: false,
  people: 1,
  isDismissed: false,
}
const doneOf = (facts: Partial<SetupFacts>) =>
  listFirstSteps({ ...fresh, ...facts })
    ?.filter(({ isDone }) => isDone)
    .map(({ step }) => step)

describe('the first steps', () => {
  it('are all open on a fresh site', () => {
    expect(doneOf({})).toEqual([])
  })

  it('are done each by its own fact', () => {
    expect(doneOf({ liveSources: 2, read: 1 })).toEqual(['choose'])
    expect(doneOf({ liveSources: 2, read: 2 })).toEqual(['choose', 'read'])
    expect(doneOf({ hasPublicUrl: true })).toEqual(['publicUrl'])
    expect(doneOf({ people: 2 })).toEqual(['invite'])
  })

  it('are gone when all are done, or when an admin dismisses them', () => {
    expect(listFirstSteps({ ...fresh, liveSources: 1, read: 1, hasPublicUrl: true, people: 2 })).toBeNull()
    expect(listFirstSteps({ ...fresh, isDismissed: true })).toBeNull()
  })
})
