import { describe, expect, it } from 'vitest'
import { parseAddress, parseLiterals, withoutFillers, withoutStatusLabel } from '#lib/text/search/search-phrases.ts'

describe('a query', () => {
  it.each([
    ['who was down', ''],
    ['was down?', ''],
    [': Incident with Actions', 'Actions'],
    ['what happened to the webhooks?', 'webhooks'],
    ['login in-app', 'login in-app'],
  ])('%s without filler words is "%s"', (typed, rest) => expect(withoutFillers(typed)).toBe(rest))

  it.each([
    ['🔥 [Resolved] Slow logins', 'Slow logins'],
    ['Investigating: slow logins', 'slow logins'],
    ['resolved incidents', 'resolved incidents'],
    ['Update on logins', 'Update on logins'],
    ['[Resolved]', '[Resolved]'],
  ])('%s without what stands before a title is "%s"', (typed, rest) =>
    expect(withoutStatusLabel(typed).trim()).toBe(rest),
  )

  it('keeps phrases and exclusions as they are, but not a hyphen between blanks', () => {
    expect(parseLiterals('courier "api 20 oct" -slack - 2025 -"a b"')).toEqual({
      literals: ['"api 20 oct"', '-slack', '-"a b"'],
      rest: expect.stringMatching(/^courier +- 2025 +$/),
    })
  })

  it('is an address if it is nothing else', () => {
    expect(parseAddress('https://o.example/vendors/a/incidents/0rq3vvytv35m/title')?.publicId).toBe('0rq3vvytv35m')
    expect(parseAddress(' https://s.example/incidents/1/?utm=2#x ')).toMatchObject({
      publicId: null,
      urls: expect.arrayContaining(['https://s.example/incidents/1', 'https://s.example/incidents/1/']),
    })
    for (const other of ['https://s.example', 'see https://s.example/1', 's.example/incidents/1', 'http://[/x']) {
      expect(parseAddress(other)).toBeNull()
    }
  })
})
