import { describe, expect, it } from 'vitest'
import { parseJson, parseJsonList, parseJsonObject, peekJson } from '#lib/adapters/wire/json.ts'
import { createReport } from '#lib/adapters/wire/report.ts'
import { documentOf } from '../test-adapter.ts'

describe('JSON', () => {
  it('has no prototype keys, however they are written', () => {
    const value = parse('{"a":{"__proto__":{"admin":true},"b":1},"\\u005f_prot\\u006f__":2,"constructor":3}')
    expect(JSON.stringify(value)).toBe('{"a":{"b":1},"constructor":3}')
  })

  it('keeps a text that speaks of them', () => {
    expect(parse('{"a":"__proto__ is \\u0065vil"}')).toEqual({ a: '__proto__ is evil' })
  })

  it('is read in spite of raw control characters', () => {
    expect(parse('{"a":"x\0y"}')).toEqual({ a: 'xy' })
  })

  it('is read in spite of a comma after the last item and of raw line ends, and of nothing else', () => {
    expect(parse('{"a":[1, 2 , ],\n"b":"x\r\n\ty, ]", }')).toEqual({ a: [1, 2], b: 'x\r\n\ty, ]' })
    for (const text of ['[1,,]', '[,]', '{"a":1,', '{"a":"x\n}', "{'a':1}", '{"a":1} // x', '{"a" 1,}'])
      expect(() => parse(text), text).toThrow('not readable as JSON')
  })

  it('may have brackets and escaped quotes in its texts', () => {
    const value = { a: '['.repeat(200), b: '\\', c: '"{', d: '\\"' }
    expect(parse(JSON.stringify(value))).toEqual(value)
  })

  it.each([
    ['HTML', '<!doctype html><html></html>', 'HTML was served where JSON was expected'],
    ['half of it', '{"a":[1,2', 'not readable as JSON'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'nested deeper than 64 levels'],
    ['levels by the million', '[{"a":'.repeat(1_000_000), 'nested deeper than 64 levels'],
    ['a million lists', `[${'[],'.repeat(1_000_000)}[]]`, 'more than 1000000 objects and arrays'],
    ['a text without an end', '{"a":"', 'not readable as JSON'],
  ])('is refused as %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message)
  })

  it.each([
    ['small, which is parsed first', ''],
    ['large, which is counted first', `"${'x'.repeat(1_000_000)}",`],
  ])('has the same limits where it is %s', (_, filler) => {
    const nested = (levels: number, inner = '1') =>
      `[${filler}${'[{"a":'.repeat(levels >> 1)}${levels % 2 === 1 ? `[${inner}]` : inner}${'}]'.repeat(levels >> 1)}]`
    for (const levels of [62, 63]) expect(() => parse(nested(levels)), `${levels}`).not.toThrow()
    for (const levels of [64, 65, 200])
      expect(() => parse(nested(levels)), `${levels}`).toThrow('nested deeper than 64')
    expect(() => parse(`{"a":{"__proto__":${nested(65)}}}`), 'in what is left out').toThrow('nested deeper')
    expect(() => parse(nested(64, '1,')), 'in want of mending').toThrow('nested deeper than 64')
    expect(() => parse(nested(63, '1').slice(0, -1)), 'without its end').toThrow('not readable as JSON')
    expect(JSON.stringify(parse(nested(3, '{"__proto__":{"b":1},"c":2}')))).toContain('[{"c":2}]')
  })

  it('is expected to be an object or a list of objects', () => {
    expect(() => parseJsonObject(documentOf('[]'), createReport())).toThrow('a JSON object was expected, not an array')
    expect(() => parseJsonList(documentOf('{}'), createReport())).toThrow('a JSON array was expected')
    expect(() => parseJsonList(documentOf('[1,2]'), createReport())).toThrow('a JSON array of objects was expected')
    expect(parseJsonList(documentOf('[]'), createReport())).toEqual([])
  })

  it('tells what in a list is no object', () => {
    const report = createReport()
    expect(parseJsonList(documentOf('[{"a":1},null]'), report)).toMatchObject([{ path: '[0]' }])
    expect(report.warnings).toEqual([{ path: '[1]', message: 'an object was expected', value: 'null' }])
  })

  it('can be looked for without an error', () => {
    expect(peekJson(documentOf('<rss/>'))).toBeUndefined()
    expect(peekJson(documentOf('null'))).toBeNull()
  })
})

function parse(text: string): unknown {
  return parseJson(documentOf(text))
}
