import { describe, expect, it } from 'vitest'
import { batchHeading, batchProgressWords, noMovesWords } from '#components/admin/run/batch-words.ts'
import { runHeading } from '#components/admin/run/run-words.ts'

const change = (change: string, incident: string | null) => ({ change, incident })
const diff = ['a', 'b', 'c'].map((incident) => change('created', incident))
const run = { state: 'succeeded', dryRun: true, diff } as const
const counts = { queued: 0, running: 0, succeeded: 2, unchanged: 3, suspicious: 0, failed: 0 }

describe('the heading of a run', () => {
  it('says of a dry run that it only would change something', () => {
    expect(runHeading(run)).toBe('Dry run: would change 3 incidents')
    expect(runHeading({ ...run, diff: [change('figure', null)] })).toBe('Dry run: would change headline figures only')
    expect(runHeading({ ...run, state: 'unchanged', diff: [] })).toBe('Dry run: would change nothing')
    expect(runHeading({ ...run, state: 'suspicious' })).toBe('Dry run: would be rejected as implausible')
    expect(runHeading({ ...run, state: 'failed' })).toBe('Dry run: failed')
    expect(runHeading({ ...run, state: 'running' })).toBe('Dry run: running')
  })

  it('counts an incident once, however much of it would change, and no more than is stored', () => {
    const twice = [change('figure', null), ...diff, change('changed', 'a'), change('updateWithdrawn', 'b')]
    expect(runHeading({ ...run, diff: twice })).toBe('Dry run: would change 3 incidents')
    const many = Array.from({ length: 500 }, (_, index) => change('created', `i${index}`))
    expect(runHeading({ ...run, diff: many })).toBe('Dry run: would change at least 500 incidents')
    expect(runHeading({ ...run, state: 'unchanged', diff: [change('figure', null)] })).toBe(
      'Dry run: would change headline figures only',
    )
  })

  it('says of a real run what it did', () => {
    expect(runHeading({ ...run, dryRun: false })).toBe('Updated')
  })

  it('counts the sources that a dry run of several would change', () => {
    expect(batchHeading({ dryRun: true, finishedAt: new Date(), counts })).toBe('Dry run: would change 2 sources')
    expect(batchHeading({ dryRun: true, finishedAt: null, counts })).toBe('Dry run: in progress')
    const nothing = { ...counts, succeeded: 0 }
    expect(batchHeading({ dryRun: true, finishedAt: new Date(), counts: nothing })).toBe(
      'Dry run: would change nothing',
    )
    // What a source would change that was not read is not known.
    for (const unread of [{ failed: 1 }, { suspicious: 1 }])
      expect(batchHeading({ dryRun: true, finishedAt: new Date(), counts: { ...nothing, ...unread } })).toBe(
        'Dry run: finished',
      )
    const batch = { dryRun: true, mode: 'replay', finishedAt: new Date(), counts: nothing } as const
    expect(noMovesWords(batch)).toBe('None would change.')
    expect(noMovesWords({ ...batch, counts: { ...nothing, failed: 1 } })).toBe(
      'None would change, as far as sources could be read.',
    )
    expect(batchHeading({ dryRun: false, finishedAt: new Date(), counts })).toBe('Finished')
  })
})

describe('the progress of a batch', () => {
  it('separates the thousands of very many', () => {
    const many = { ...counts, succeeded: 5_000, unchanged: 0, running: 20, queued: 4_980 }
    expect(batchProgressWords({ dryRun: false, counts: many })).toBe(
      '5,000 of 10,000 runs finished: 5,000 updated. 20 running, 4,980 waiting.',
    )
  })

  it('says of a dry run only what it would do', () => {
    const ended = { ...counts, suspicious: 1, failed: 1 }
    expect(batchProgressWords({ dryRun: false, counts: ended })).toBe(
      '7 of 7 runs finished: 2 updated, 3 without changes, 1 rejected as implausible, 1 failed.',
    )
    expect(batchProgressWords({ dryRun: true, counts: ended })).toBe(
      '7 of 7 runs finished: 2 would update, 3 would change nothing, 1 would be rejected as implausible, 1 failed.',
    )
  })
})
