import { describe, expect, it } from 'vitest'
import { isSuspicious } from '#lib/documents/observations.ts'

describe('a list is suspicious', () => {
  it('when it lists everything and has lost more than half of what it had', () => {
    expect(isSuspicious('whole', 25, 50)).toBe(false)
    expect(isSuspicious('whole', 24, 50)).toBe(true)
    expect(isSuspicious('whole', 0, 5)).toBe(true)
  })

  it('when it lists the newest and has lost them all, and not when it only lists fewer of them', () => {
    expect(isSuspicious('newest', 0, 50)).toBe(true)
    expect(isSuspicious('newest', 1, 50)).toBe(false)
  })

  it('not when it had few, or nothing is known of before', () => {
    expect(isSuspicious('newest', 0, 4)).toBe(false)
    expect(isSuspicious('newest', 0, null)).toBe(false)
  })

  it('not when it is no list that should stay as long as it is', () => {
    for (const completeness of ['open', 'single', 'part'] as const)
      expect(isSuspicious(completeness, 0, 50)).toBe(false)
  })
})
