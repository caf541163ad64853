import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HISTORY_PARAMETERS } from '#lib/url/filter.ts'
import { cacheKey, readPageAddress, withoutEmptyFields } from '#lib/web/cache/page-address.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** What is posted does not stand in an address. */
const withoutPosts = (source: string) => source.replace(/<form\b[^>]*\bmethod="post"[\s\S]*?<\/form>/g, '')

describe('the key of a page', () => {
  it('is the path where there is no query', () => {
    expect(cacheKey('/vendors/courier')).toBe('/vendors/courier')
    expect(cacheKey('/vendors/courier?')).toBe('/vendors/courier')
  })

  it('has the known parameters in sorted order, whatever order they came in', () => {
    expect(cacheKey('/vendors/courier?window=12m&kind=all')).toBe('/vendors/courier?kind=all&window=12m')
    expect(cacheKey('/vendors/courier?kind=all&window=12m')).toBe('/vendors/courier?kind=all&window=12m')
  })

  it('leaves out parameters that no page reads', () => {
    expect(cacheKey('/?utm_source=a&gclid=b')).toBe('/')
    expect(cacheKey('/vendors/courier?utm_source=a&window=12m')).toBe('/vendors/courier?window=12m')
  })

  it('is none for a file with an unknown parameter, which the file refuses', () => {
    for (const file of [
      '/vendors/courier/incidents.csv',
      '/vendors/courier/metrics',
      '/stack/feed.atom',
      '/calendar.ics',
    ]) {
      expect(cacheKey(`${file}?widnow=2025`)).toBeNull()
      expect(cacheKey(`${file}?window=2025`)).toBe(`${file}?window=2025`)
    }
    expect(cacheKey('/icon.svg?icon.a1b2.svg')).toBe('/icon.svg')
  })

  it('is none for the API with an unknown or an empty parameter, to which it has an answer', () => {
    for (const path of ['/api/v1/vendors', '/api/v1/search', '/api/v1/incidents/0123456789ab']) {
      expect(cacheKey(`${path}?widnow=2025`)).toBeNull()
      expect(cacheKey(`${path}?q=`)).toBeNull()
      expect(cacheKey(`${path}?q=a&asOf=b`)).toBe(`${path}?asOf=b&q=a`)
    }
  })

  it('knows all that a history page can be asked for', () => {
    for (const name of HISTORY_PARAMETERS) expect(cacheKey(`/?${name}=1`)).toBe(`/?${name}=1`)
  })

  it('knows every field of a form on a public page', () => {
    const files = globSync('components/**/*.tsx', { cwd: root }).filter((file) => !/^components.admin/.test(file))
    const fields = files.flatMap((file) =>
      [
        ...withoutPosts(readFileSync(join(root, file), 'utf8')).matchAll(
          /<(?:input|select|Select|Field)\b[^>]*?\bname="(\w+)"/g,
        ),
      ].map(([, name]) => name ?? ''),
    )
    expect(fields).toContain('vendor')
    for (const field of new Set(fields)) expect(cacheKey(`/search?${field}=x`), field).toBe(`/search?${field}=x`)
  })

  it('leaves out what a form sends of fields that nobody touched', () => {
    expect(cacheKey('/vendors/courier?window=12m&q=&impact=&status')).toBe('/vendors/courier?window=12m')
  })

  it.each([
    ['/vendors/courier?window=12m&q=&impact=', '/vendors/courier?window=12m'],
    ['/stack?vendors=a&vendors=&vendors=b', '/stack?vendors=a&vendors=b'],
    ['/?q=&state=', '/'],
    ['/vendors/courier?window=12m', null],
    ['/vendors/courier?other=', null],
    ['/vendors/courier?q', null],
    ['/vendors/courier/incidents.csv?q=', null],
    ['/api/v1/vendors?q=', null],
    ['//elsewhere.example/?q=', null],
    ['/\\\\elsewhere.example/?q=', null],
    ['/courier', null],
  ])('sends a form’s untouched fields of %s to %s', (target, address) => {
    expect(withoutEmptyFields(target)).toBe(address)
  })

  it('keeps values as they were sent, encoded or not', () => {
    expect(cacheKey('/at?t=2025-10-20T10:00:00+02:00')).toBe('/at?t=2025-10-20T10:00:00+02:00')
    expect(cacheKey('/at?t=2025-10-20T10:00:00%2B02:00')).toBe('/at?t=2025-10-20T10:00:00%2B02:00')
  })

  it('keeps the order of a parameter given twice', () => {
    expect(cacheKey('/vendors/courier?q=b&kind=all&q=a')).toBe('/vendors/courier?kind=all&q=b&q=a')
  })

  it.each(['/?_rsc', '/?_rsc=1x2y', '/vendors/courier?window=12m&_rsc=abc'])('is none for the router: %s', (target) => {
    expect(cacheKey(target)).toBeNull()
    expect(readPageAddress(target)).toBeNull()
  })
})

describe('the address of a page', () => {
  it.each([
    ['/vendors/courier', 'courier'],
    ['/vendors/courier/incidents/0123456789ab/a-title', 'courier'],
    ['/vendors/courier/feed.atom?kind=all', 'courier'],
    ['/', null],
    ['/vendors', null],
    ['/compare?vendors=courier,workos', null],
    ['/feed.atom', null],
    ['/api/v1/vendors/courier/incidents?limit=3', 'courier'],
    ['/api/v1/incidents/0123456789ab', null],
  ])('%s belongs to the vendor %s', (target, vendor) => {
    expect(readPageAddress(target)?.vendor).toBe(vendor)
  })

  it.each([
    '/admin',
    '/admin/vendors',
    '/Admin/vendors',
    '/api/v1/runs/1',
    '/api/v1/vendors/courier/sources',
    '/api/v1/queue',
    '/api/auth/session',
    '/_next/data/x.json',
    '/_next/image?url=x',
    '//admin',
    '/%61dmin',
    '/vendors/../admin',
    '/vendors/./courier',
    '/vendors//courier',
    '/vendors/courier\\x',
    '/vendors/caf\u00e9',
    `/${'a'.repeat(1_600)}`,
  ])('is none for what is private or what no link of ours says: %s', (target) => {
    expect(readPageAddress(target)).toBeNull()
  })

  it('is public where it only begins like something private', () => {
    expect(readPageAddress('/administration')).not.toBeNull()
    expect(readPageAddress('/apiary')).not.toBeNull()
  })

  it('knows files of the build', () => {
    expect(readPageAddress('/_next/static/chunks/a1-b2.js')).toMatchObject({ isAsset: true, vendor: null })
    expect(readPageAddress('/vendors/courier')).toMatchObject({ isAsset: false })
  })

  it.each([
    ['/vendors/courier', false],
    ['/vendors/courier?window=24m&kind=maintenance&impact=major&status=in_progress', false],
    ['/vendors/courier?window=2025-10', false],
    ['/vendors/courier?window=2025-Q4', false],
    ['/vendors/courier?window=2025-Q5', true],
    ['/?state=down&sort=name', false],
    ['/?category=Messaging', true],
    ['/vendors/courier?window=2025-01-01..2025-03-31', true],
    ['/vendors/courier?window=zzzzzzzzzzzzzzz', true],
    ['/vendors/courier?window=12m&window=24m', true],
    ['/vendors/courier?asOf=2025-10-20T00:00:00Z', true],
    ['/vendors/courier?cursor=abc', true],
    ['/vendors/courier?component=API', true],
    ['/search?q=dns', true],
    ['/at?t=2025-10-20T10:00:00Z', true],
    ['/compare?vendors=a,b', true],
  ])('%s can be made up without end: %s', (target, isUnbounded) => {
    expect(readPageAddress(target)?.isUnbounded).toBe(isUnbounded)
  })
})
