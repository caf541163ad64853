import { expect, it } from 'vitest'
import type { History } from '#lib/domain/history.ts'
import { sharedSentence } from '#lib/text/report-words.ts'

const shared = { seconds: 7200, count: 1 }

it('the time of shared outages is a minimum where the end of one of a vendor is not known', () => {
  const vendorOf = (downtimeIsMinimum: boolean) => {
    const history = { downtimeIsMinimum, coverage: { complete: true } } as History
    return { name: 'Courier', history }
  }
  expect(sharedSentence({ shared, vendors: [vendorOf(false), vendorOf(false)] })).toBe(
    'Two or more of them were down at once for 2h 0m, in 1 period.',
  )
  expect(sharedSentence({ shared, vendors: [vendorOf(false), vendorOf(true)] })).toBe(
    'Two or more of them were down at once for at least 2h 0m, in 1 period.',
  )
})
