import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { addressOf, subscribePath } from '#components/subscribe/addresses.ts'
import { SubscribePage } from '#components/subscribe/subscribe-page.tsx'
import { parseHistoryFilter } from '#lib/url/filter.ts'

const base = 'https://outages.example'
const filterOf = (query = '') => parseHistoryFilter(new URLSearchParams(query), new Date('2026-03-01T00:00Z'))
const acme = { slug: 'acme', name: 'Acme' }

function page(query: string, rated: { total: number; unrated: number }, vendors = [acme]): string {
  const html = renderToStaticMarkup(
    <SubscribePage vendors={vendors} filter={filterOf(query)} rated={rated} base={base} />,
  )
  return html.replaceAll('&amp;', '&')
}

describe('the addresses to subscribe to', () => {
  it('are a vendor’s own, a stack’s, or those of all', () => {
    const address = (slugs: string[]) => addressOf({ slugs, filter: filterOf(), base }, 'feed.atom')
    expect(address(['acme'])).toBe('https://outages.example/vendors/acme/feed.atom')
    expect(address(['acme', 'beta'])).toBe('https://outages.example/stack/feed.atom?vendors=acme,beta')
    expect(address([])).toBe('https://outages.example/feed.atom')
  })

  it('keep the filter of the page, but neither its window nor its moment', () => {
    const filter = filterOf('window=2025&impact=major&q=api&asOf=2026-01-01T00:00:00Z&limit=5')
    expect(subscribePath(['acme'], filter)).toBe('/subscribe?vendors=acme&impact=major&q=api')
  })

  it('are all on the page, with Slack’s line, in fields that keys can reach', () => {
    const html = page('', { total: 3, unrated: 0 })
    for (const value of [
      '/feed subscribe https://outages.example/vendors/acme/feed.atom',
      'https://outages.example/vendors/acme/feed.rss',
      'https://outages.example/vendors/acme/feed.json',
      'webcal://outages.example/vendors/acme/calendar.ics',
      'https://outages.example/vendors/acme',
    ])
      expect(html).toMatch(new RegExp(`<input[^>]* value="${value.replaceAll('.', '\\.')}"`))
    expect(html).toContain('href="/subscribe?vendors=acme&impact=major"')
  })
})

it('the address for programs written for Statuspage has no filter, and is that of one vendor', () => {
  expect(page('impact=major', { total: 3, unrated: 0 })).toContain('value="https://outages.example/vendors/acme"')
  const two = page('', { total: 3, unrated: 0 }, [acme, { slug: 'beta', name: 'Beta' }])
  expect(two).not.toContain('Statuspage')
})

describe('only major and worse', () => {
  it('says what it leaves out, and that it may leave out everything', () => {
    const some = page('impact=major', { total: 31, unrated: 4 })
    expect(some).toContain('4 of 31 outages on record have no impact rating. Such outages are left out.')
    const one = page('impact=major', { total: 31, unrated: 1 })
    expect(one).toContain('1 of 31 outages on record has no impact rating.')
    expect(some).toContain('/feed subscribe https://outages.example/vendors/acme/feed.atom?impact=major')
    const all = page('impact=major', { total: 31, unrated: 31 })
    expect(all).toContain('None of the outages on record has an impact rating')
    for (const html of [
      page('', { total: 31, unrated: 4 }),
      page('impact=major', { total: 31, unrated: 0 }),
      page('impact=major&kind=maintenance', { total: 31, unrated: 31 }),
    ])
      expect(html).not.toContain('impact rating')
  })
})
