import fc from 'fast-check'
import { expect, it } from 'vitest'
import { slugOf } from '#lib/url/slug.ts'

it.each([
  ['All services impacted', 'all-services-impacted'],
  ['  EU Region – Notifications Stuck in “Queued” State ', 'eu-region-notifications-stuck-in-queued-state'],
  ['Increased 429 errors on /directory_users', 'increased-429-errors-on-directory-users'],
  ["We're seeing delays; we’ve found why", 'were-seeing-delays-weve-found-why'],
  ['KIV (Chișinău) on 2024-04-30', 'kiv-chisinau-on-2024-04-30'],
  ['Störung: Zugriff auf Straße, Łódź, Ærø', 'storung-zugriff-auf-strasse-lodz-aero'],
  ['ＦＵＬＬ width ﬁne', 'full-width-fine'],
  ['a--b__c', 'a-b-c'],
])('%j reads %j in an address', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
})

it.each(['', '   ', '503 / 504', '!!!', '障害のお知らせ', 'Перебои'])('%j has none', (title) => {
  expect(slugOf(title)).toBeNull()
})

it('a long title is cut between words, a long word anywhere', () => {
  expect(slugOf('word '.repeat(100))).toBe(Array(16).fill('word').join('-'))
  expect(slugOf('x'.repeat(500))).toBe('x'.repeat(80))
})

it('of any title is safe in a path and its own slug', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const slug = slugOf(title)
      if (slug === null) return
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(80)
      expect(slugOf(slug)).toBe(slug)
    }),
  )
})
