import { describe, expect, it } from 'vitest'
import { readFeed } from '#lib/adapters/wire/feed.ts'
import { createReport } from '#lib/adapters/wire/report.ts'
import { readXml } from '#lib/adapters/wire/xml.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { cpuMsOf } from '../../../support/cpu-time.ts'
import { documentOf } from '../test-adapter.ts'

const HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>Acme</title><link>https://acme.example</link>'
const TAIL = '</channel></rss>'

describe('XML', () => {
  it.each([
    ['a DOCTYPE', `<!DOCTYPE rss SYSTEM "file:///etc/passwd">${HEAD}${TAIL}`, 'DOCTYPE or ENTITY'],
    [
      'an entity after a second DOCTYPE',
      `<?xml version="1.0"?><!doctype a><!doctype b [<!ENTITY x "y">]>${HEAD}${TAIL}`,
      'DOCTYPE or ENTITY',
    ],
    ['a DOCTYPE behind the root', `${HEAD}${TAIL}<!DOCTYPE a>`, 'DOCTYPE or ENTITY'],
    ['a DOCTYPE in a value', `<rss a="<!DOCTYPE a>"/>`, 'DOCTYPE or ENTITY'],
    [
      'a DOCTYPE behind CDATA in an instruction',
      `<?x <![CDATA[ ?><!DOCTYPE a><!-- ]]> -->${HEAD}${TAIL}`,
      'DOCTYPE or ENTITY',
    ],
    [
      'a DOCTYPE behind a quotation mark in an instruction',
      `<?x " ?><![CDATA[ " ?><!DOCTYPE a>]]>${HEAD}${TAIL}`,
      'DOCTYPE or ENTITY',
    ],
    ['an instruction without an end', `${HEAD}<?x `, '"?>" is missing'],
    [
      'levels that a value seems to end',
      `${'<a b="/>">'.repeat(70)}${'</a>'.repeat(70)}`,
      'nested deeper than 64 levels',
    ],
    ['200,000 levels', `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`, 'nested deeper than 64 levels'],
    ['a comment without an end', `${HEAD}<!-- `, '"-->" is missing'],
    ['CDATA without an end', `${HEAD}<item><title><![CDATA[x</title></item>${TAIL}`, '"]]>" is missing'],
    ['tags that do not match', `${HEAD}<item></title>${TAIL}`, 'not well-formed XML'],
    ['half of it', `${HEAD}<item><title>x</title></item>`, 'not well-formed XML'],
    ['HTML', '<!-- x --><html></html>', 'HTML was served'],
    ['text', 'Service unavailable', 'does not begin with a tag'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => readXml(text)).toThrow(message)
  })

  it('may close tags at once, and hold brackets in CDATA and comments', () => {
    const text = `${HEAD}${'<item/>'.repeat(100)}<!-- ${'<a>'.repeat(100)} --><item><title><![CDATA[${'<a>'.repeat(100)}]]></title></item>${TAIL}`
    expect(readXml(text)).toBe(text)
  })

  it('may speak of a DOCTYPE in CDATA and comments, and of its style sheet', () => {
    const text = `<?xml version="1.0"?><?xml-stylesheet href="/a?b" type='text/xsl'?><!-- <!DOCTYPE a> --><rss version="2.0"><channel><title>Acme</title><item><title><![CDATA["<!DOCTYPE html>" instead of JSON]]></title></item>${TAIL}`
    expect(readFeed(documentOf(text), createReport()).items[0]?.value.title).toBe('"<!DOCTYPE html>" instead of JSON')
  })

  it('is as deep as its levels are, however many siblings have a ">" in a value', () => {
    const items = `<item><category domain='EU > "West"'/><category>a</category></item>`.repeat(200)
    expect(readFeed(documentOf(`${HEAD}${items}${TAIL}`), createReport()).items).toHaveLength(200)
  })

  it('loses the characters that XML does not have', () => {
    expect(readXml(`${HEAD}<item><title>a\0b</title></item>${TAIL}`)).toContain('<title>ab</title>')
  })

  it.each([
    ['references', `${HEAD}<item><title>${'&#65;'.repeat(1_000_000)}</title></item>${TAIL}`],
    ['instructions', `${HEAD}${'<?x "?>'.repeat(600_000)}${TAIL}`],
    ['tags without ends', `${HEAD}${'<a '.repeat(1_000_000)}${TAIL}`],
    ['comments without ends', `${HEAD}${'<!--'.repeat(1_000_000)}`],
    ['CDATA without ends', `${HEAD}${'<![CDATA['.repeat(500_000)}`],
    ['attributes', `${HEAD}<item ${'a="b" '.repeat(500_000)}/>${TAIL}`],
    ['items', `${HEAD}${'<item><title>x</title></item>'.repeat(100_000)}${TAIL}`],
  ])('of 5 MB of hostile %s is read or refused within 5 s', async (_, text) => {
    const read = () => {
      try {
        readFeed(documentOf(text), createReport())
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError)
      }
    }
    expect(await cpuMsOf(read)).toBeLessThan(5_000)
  })
})
