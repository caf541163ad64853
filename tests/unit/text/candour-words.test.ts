import { expect, it } from 'vitest'
import { computeCandour } from '#lib/domain/report/candour.ts'
import { isReported } from '#lib/text/candour-words.ts'

it('how a vendor reports is said from the first posting on, though its source was read only once', () => {
  const now = new Date('2026-03-02T00:00Z')
  const [startedAt, endedAt] = [new Date('2026-03-01T10:00Z'), new Date('2026-03-01T11:00Z')]
  const incident = {
    ...{ id: 'a', basis: 'reported' as const, startedAt, endedAt, mitigatedAt: null, knownUntil: null },
    ...{ duplicateEndedAt: null, statedStartedAt: null, statedWindow: null, updateCount: 0, editedCount: 0 },
    ...{ isReadAgain: false, isWithdrawn: false, updates: [{ postedAt: startedAt, status: null }] },
  }
  expect(isReported(computeCandour([incident], now))).toBe(true)
  expect(isReported(computeCandour([{ ...incident, updates: [] }], now))).toBe(false)
  expect(isReported(computeCandour([{ ...incident, updates: [], isReadAgain: true }], now))).toBe(true)
})
