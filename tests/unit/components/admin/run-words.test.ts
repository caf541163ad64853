import { describe, expect, it } from 'vitest'
import { batchHeading } from '#components/admin/run/batch-words.ts'
import { runHeading } from '#components/admin/run/run-words.ts'

const run = { state: 'succeeded', dryRun: true, created: 2, updated: 1, withdrawn: 0 } as const
const counts = { queued: 0, running: 0, succeeded: 2, unchanged: 3, suspicious: 0, failed: 0 }

describe('the heading of a run', () => {
  it('says of a dry run that it only would change something', () => {
    expect(runHeading(run)).toBe('Dry run: would change 3 incidents')
    expect(runHeading({ ...run, created: 0, updated: 0 })).toBe('Dry run: would change headline figures only')
    expect(runHeading({ ...run, state: 'unchanged' })).toBe('Dry run: would change nothing')
    expect(runHeading({ ...run, state: 'suspicious' })).toBe('Dry run: would be rejected as implausible')
    expect(runHeading({ ...run, state: 'failed' })).toBe('Dry run: failed')
    expect(runHeading({ ...run, state: 'running' })).toBe('Dry run: running')
  })

  it('says of a real run what it did', () => {
    expect(runHeading({ ...run, dryRun: false })).toBe('Updated')
  })

  it('counts the sources that a dry run of several would change', () => {
    expect(batchHeading({ dryRun: true, finishedAt: new Date(), counts })).toBe('Dry run: would change 2 sources')
    expect(batchHeading({ dryRun: true, finishedAt: null, counts })).toBe('Dry run: in progress')
    expect(batchHeading({ dryRun: false, finishedAt: new Date(), counts })).toBe('Finished')
  })
})
