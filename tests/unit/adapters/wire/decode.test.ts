import { describe, expect, it } from 'vitest'
import { decodeText, looksLikeHtml, stripControls } from '#lib/adapters/wire/decode.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { cpuMsOf } from '../../../support/cpu-time.ts'
import { documentOf } from '../test-adapter.ts'

const UTF_16_LE = Uint8Array.from([0xff, 0xfe, ...Buffer.from('[{"a":"é"}]', 'utf16le')])
const UTF_16_BE = Uint8Array.from([0xfe, 0xff, ...Buffer.from('[{"a":"é"}]', 'utf16le').swap16()])

describe('the text of a document', () => {
  it.each([
    ['UTF-8 with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), null, '{}'],
    ['UTF-16, little end first', UTF_16_LE, 'application/json; charset=utf-8', '[{"a":"é"}]'],
    ['UTF-16, big end first', UTF_16_BE, null, '[{"a":"é"}]'],
    ['UTF-16 without a mark', UTF_16_LE.subarray(2), null, '[{"a":"é"}]'],
    ['windows-1252 by its header', bytes('"it', 0x92, 's"'), 'text/plain; charset="windows-1252"', '"it’s"'],
    ['ISO 8859-1 by its header', bytes('caf', 0xe9), 'text/xml; charset=ISO-8859-1', 'café'],
    [
      'KOI8-R by its prolog',
      bytes('<?xml version="1.0" encoding="koi8-r"?><a>', 0xd3, 0xc2, 0xcf, 0xca, '</a>'),
      null,
      '<?xml version="1.0" encoding="koi8-r"?><a>сбой</a>',
    ],
    [
      'HTML by a late meta',
      bytes(`<html>${' '.repeat(2000)}<meta charset=windows-1252>`, 0x80),
      null,
      `<html>${' '.repeat(2000)}<meta charset=windows-1252>€`,
    ],
    ['UTF-8 under a wrong label', new TextEncoder().encode('café'), 'text/xml; charset=ISO-8859-1', 'café'],
    [
      'UTF-8 under a prolog of UTF-16',
      new TextEncoder().encode('<?xml version="1.0" encoding="utf-16"?><a>é</a>'),
      null,
      '<?xml version="1.0" encoding="utf-16"?><a>é</a>',
    ],
    ['UTF-8 under a label that nobody knows', new TextEncoder().encode('é'), 'text/xml; charset=klingon', 'é'],
    ['bytes that are no UTF-8', bytes('a', 0xff, 'b'), null, 'a\uFFFDb'],
  ])('is right for %s', (_, content, contentType, text) => {
    expect(decodeText(documentOf(content, { contentType }))).toBe(text)
  })

  it('owes nothing to the document before it', () => {
    const good = Uint8Array.from([0xef, 0xbb, 0xbf, ...Buffer.from('é')])
    for (const content of [good, bytes('a', 0xc3), good, bytes('a', 0xff), Buffer.from('é'), good])
      expect(decodeText(documentOf(content))).toMatch(/^(?:é|a\uFFFD)$/)
  })

  it.each(['', ' \n', '\uFEFF'])(
    'of nothing (%j) is an error: an empty answer says nothing of incidents',
    (content) => {
      expect(() => decodeText(documentOf(content))).toThrow(ParseError)
    },
  )
})

describe('controls', () => {
  it('go, but for tabs and line ends', () => {
    expect(stripControls('a\0b\x1Bc\x85d\te\r\nf\uFFFE')).toBe('abcd\te\r\nf')
  })
})

describe('HTML', () => {
  it.each(['<!DOCTYPE html>', ' \n<html lang="en">', '<!-- x --><!-- y -->\n<head>', '<BODY>'])(
    'is what begins with %j',
    (text) => {
      expect(looksLikeHtml(text)).toBe(true)
    },
  )

  it.each(['{}', '<?xml version="1.0"?><html>', '<rss>', '<!-- no end', 'x<html>'])(
    'is not what begins with %j',
    (text) => {
      expect(looksLikeHtml(text)).toBe(false)
    },
  )

  it('is told in linear time', async () => {
    const text = '<!-- -->'.repeat(100_000)
    expect(await cpuMsOf(() => expect(looksLikeHtml(text)).toBe(false))).toBeLessThan(500)
  })
})

function bytes(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? part : [...Buffer.from(part)])))
}
