import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { parseVendorFilter } from '#components/vendors/vendor-filter.ts'
import { VendorsPage } from '#components/vendors/vendors-page.tsx'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { aVendorSummary } from '#tests/support/vendor-summary.ts'

const vendor = (slug: string, over: Partial<VendorSummary> = {}) =>
  aVendorSummary(slug, { state: 'unknown', incidentsPerMonth: 2, medianDurationSeconds: 60, knownDays: 0, ...over })

const sample = vendor('courier', { isSample: true, checkedAt: new Date('2026-01-29T23:13:00Z') })
const draw = (...vendors: VendorSummary[]) =>
  renderToStaticMarkup(
    <VendorsPage
      vendors={vendors}
      shown={vendors}
      found={vendors.length}
      pages={1}
      planned={{ soonest: [], total: 0 }}
      filter={parseVendorFilter({})}
    />,
  )

it('a site with nothing but samples and unread pages leads to the catalogue, and to what each sample knew last', () => {
  const html = draw(sample, vendor('aws'))
  expect(html).toContain('One vendor here has a sample history')
  expect(html).toContain('href="/admin/catalogue"')
  expect(html).toContain('href="/vendors/courier?asOf=2026-01-29T23:14:00Z"')
  expect(html).toContain('href="/vendors/aws"')
})

it('a site that reads a page, or has no sample, says nothing of it', () => {
  const read = vendor('aws', { checkedAt: new Date('2026-02-01T00:00Z') })
  expect(draw(sample, read)).not.toContain('/admin/catalogue')
  expect(draw(vendor('aws'))).not.toContain('/admin/catalogue')
})

it('a vendor of which few days are known has no rate and no median, and all say how many', () => {
  const cells = (known: number) =>
    draw(vendor('x', { knownDays: known, incidentCount: 4 }))
      .replace(/<[^>]+>/g, '|')
      .replace(/\|+/g, '|')
  expect(cells(59)).toContain('|59| d|')
  expect(cells(59)).not.toContain('|2.0|')
  expect(cells(60)).toContain('|2.0|1m|')
  expect(cells(729)).toContain('|all|')
})

it('very many vendors come in pages, each under the same filter, and a name that is typed is asked for', () => {
  const page = (number: string) =>
    renderToStaticMarkup(
      <VendorsPage
        vendors={[vendor('x'), vendor('y')]}
        shown={[vendor('x')]}
        found={1_234}
        pages={13}
        planned={{ soonest: [], total: 0 }}
        filter={parseVendorFilter({ page: number, sort: 'name', state: 'up' })}
      />,
    )
  expect(page('1')).toContain('1,234 found')
  expect(page('1')).toContain('data-asks="vendor-list"')
  expect(page('1')).toContain('Page 1 of 13')
  expect(page('1')).not.toContain('Previous')
  expect(page('2')).toContain('href="/?page=3&amp;sort=name&amp;state=up"')
  expect(page('2')).toContain('href="/?sort=name&amp;state=up"')
  expect(page('13')).not.toContain('rel="next"')
  expect(page('99')).toContain('href="/?page=13&amp;sort=name&amp;state=up"')
})

it('a column is read out by its name, not by the words of the link that sorts it', () => {
  const html = draw(sample)
  expect(html).toMatch(/<th scope="col" abbr="Downtime"[^>]*><a [^>]*><span class="sr-only">Sort by /)
})

it('outages without a reported duration are no downtime of nothing', () => {
  const known = { knownDays: 90, monthly: [{ month: '2026-01', incidentCount: 1, downtimeSeconds: 0 }] }
  expect(draw(vendor('x', { ...known, incidentCount: 1, downtimeSeconds: 0 }))).toContain('>not reported</td>')
  expect(draw(vendor('x', { ...known, incidentCount: 0, downtimeSeconds: 0 }))).toContain('>none</td>')
})
