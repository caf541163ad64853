import { describe, expect, it } from 'vitest'
import { vendorNameOf } from '#lib/text/vendor-name.ts'

describe("the vendor's name in a page's title", () => {
  it.each([
    ['Acme Status', 'Acme'],
    ['Acme Status - Incident History', 'Acme'],
    ['Acme System Status', 'Acme'],
    ['Acme  API Status\n Page', 'Acme'],
    ['Status | Acme', 'Acme'],
    ['Status - Acme Cloud', 'Acme Cloud'],
    ['System Status · Acme', 'Acme'],
    ['Welcome to Acme’s Status Page', 'Acme'],
    ['The status of Acme', 'Acme'],
    ['Acme', 'Acme'],
    ['Acme-Cloud Health Dashboard', 'Acme-Cloud'],
    ['Statusly', 'Statusly'],
    ['Störungen bei Ömer – Status', 'Störungen bei Ömer'],
  ])('%j is of %j', (title, name) => {
    expect(vendorNameOf(title)).toBe(name)
  })

  it.each(['Status', 'System status', 'Status page - Home', '', 'x'.repeat(90)])('%j names nobody', (title) => {
    expect(vendorNameOf(title)).toBeNull()
  })
})
