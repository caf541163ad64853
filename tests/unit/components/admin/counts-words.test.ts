import { describe, expect, it } from 'vitest'
import { countsWords } from '#components/admin/vendor/counts-words.ts'

const from = new Date('2025-01-01T08:00:00Z')
const to = new Date('2025-03-01T08:00:00Z')

describe('what was found at an address', () => {
  it('is a number of incidents and their days', () => {
    expect(countsWords({ incidents: 60, from, to }, true)).toBe(
      'it lists 60 incidents, from Jan 1, 2025 to Mar 1, 2025.',
    )
    expect(countsWords({ incidents: 1, from, to: from }, true)).toBe('it lists 1 incident, of Jan 1, 2025.')
    expect(countsWords({ incidents: 2, from: null, to: null }, true)).toBe('it lists 2 incidents, without dates.')
  })

  it('is nothing only where all of it was read', () => {
    const none = { incidents: 0, from: null, to: null }
    expect(countsWords(none, true)).toBe('it lists no incidents at present.')
    expect(countsWords(none, false)).toBe('no incident could be read.')
  })
})
