import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMentions } from '#lib/text/mention.ts'
import { cpuMsOf } from '../../support/cpu-time.ts'

describe('a mention', () => {
  it.each([
    [
      'See https://status.example.com/incidents/k9s870cktcsf for more.',
      ['https://status.example.com/incidents/k9s870cktcsf'],
    ],
    ['(https://status.example.com/incidents/abc).', ['https://status.example.com/incidents/abc']],
    ['[their page](https://status.example.com/incidents/abc "title")', ['https://status.example.com/incidents/abc']],
    ['**https://status.example.com/incidents/abc**', ['https://status.example.com/incidents/abc']],
    ['<https://status.example.com/incidents/abc>', ['https://status.example.com/incidents/abc']],
    ['<a href="https://status.example.com/incidents/abc">', ['https://status.example.com/incidents/abc']],
    ['https://status.example.com/incidents/abc…', ['https://status.example.com/incidents/abc']],
    [
      'https://status.example.com/incidents/abc/?utm_source=mail#update-2',
      ['https://status.example.com/incidents/abc'],
    ],
    ['HTTP://Status.Example.com/incident/42', ['http://status.example.com/incident/42']],
    ['https://example.com/maintenance/42', ['https://example.com/maintenance/42']],
    ['https://stspg.io/abc123', ['https://stspg.io/abc123']],
    [
      'https://www.google.com/appsstatus/dashboard/incidents/jPWZ',
      ['https://www.google.com/appsstatus/dashboard/incidents/jPWZ'],
    ],
  ])('in %j is %j', (body, mentions) => {
    expect(findMentions(body)).toEqual(mentions)
  })

  it('is listed once, in the order of the text', () => {
    const body = 'https://b.example/incidents/2 https://a.example/incidents/1, https://b.example/incidents/2'
    expect(findMentions(body)).toEqual(['https://b.example/incidents/2', 'https://a.example/incidents/1'])
  })

  it.each([
    'https://status.example.com',
    'https://status.example.com/incidents',
    'https://status.example.com/incidents/',
    'https://example.com/blog/our-incidents/today',
    'https://stspg.io/',
    'ftp://status.example.com/incidents/abc',
    'javascript:alert(1)//https:/incidents/abc',
    'https://user:secret@status.example.com/incidents/abc',
    'https://:99999/incidents/abc',
    'status.example.com/incidents/abc',
  ])('is not %j', (body) => {
    expect(findMentions(body)).toEqual([])
  })

  it('is one of at most 20, and of no more than 500 characters', () => {
    const many = Array.from({ length: 30 }, (_, index) => `https://status.example.com/incidents/${index}`)
    expect(findMentions(many.join(' '))).toEqual(many.slice(0, 20))
    const [long = ''] = findMentions(`https://status.example.com/incidents/${'a'.repeat(10_000)}`)
    expect(long.length).toBeLessThan(520)
  })

  it.each(['https://', 'http://a.', '/incidents/', 'https://a/incidents/..', '[](', '*', 'https://a/incidents/a.'])(
    'is looked for in 200,000 characters of %j at once',
    async (piece) => {
      expect(await cpuMsOf(() => findMentions(piece.repeat(200_000 / piece.length)))).toBeLessThan(1000)
    },
  )

  it.each(['https://a.example/incidents/@?q=1', 'https://https:///incidents/@?q=1', 'https://stspg.io/-?a'])(
    'is not %j, whose id is punctuation alone',
    (text) => {
      expect(findMentions(text)).toEqual([])
    },
  )

  it('of any text is an absolute http address without credentials, and finds itself again', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http://',
      'a.example',
      '/incidents/',
      'x1',
      ')',
      '.',
      '?q=1',
      ' ',
      '@',
      ':',
      'é',
      '/',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
        for (const mention of findMentions(list.join(''))) {
          expect(new URL(mention)).toMatchObject({ username: '', password: '', search: '', hash: '' })
          expect(findMentions(mention)).toEqual([mention])
        }
      }),
    )
  })
})
