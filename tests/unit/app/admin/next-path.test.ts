import { describe, expect, it } from 'vitest'
import { safeNext, signInPath } from '#app/admin/next-path.ts'

describe('where a sign-in leads', () => {
  it('is the page that was asked for', () => {
    expect(safeNext('/admin/runs?vendor=acme&state=failed')).toBe('/admin/runs?vendor=acme&state=failed')
  })

  it('is the overview when nothing was asked for', () => {
    expect([safeNext(null), safeNext(undefined), safeNext('')]).toEqual(['/admin', '/admin', '/admin'])
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https://evil.example/admin',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/admin/..//evil.example',
    '/%2e//evil.example',
    'admin',
  ])('is never another site: %j', (next) => {
    const path = safeNext(next)
    expect(new URL(path, 'https://own.example').origin).toBe('https://own.example')
    expect(path).toBe('/admin')
  })

  it('keeps what is encoded encoded', () => {
    expect(safeNext('/%2f%2fevil.example')).toBe('/%2f%2fevil.example')
  })
})

describe('the address of the sign-in', () => {
  it('names the page to come back to, except the one that is next anyway', () => {
    expect([signInPath('/admin'), signInPath('/admin/runs?state=failed')]).toEqual([
      '/admin/sign-in',
      '/admin/sign-in?next=%2Fadmin%2Fruns%3Fstate%3Dfailed',
    ])
  })
})
