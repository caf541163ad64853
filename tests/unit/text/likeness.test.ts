import { describe, expect, it } from 'vitest'
import { findByName, likeness } from '#lib/text/likeness.ts'

describe('likeness', () => {
  it('is 1 for the same word, whatever its case, and 0 for another', () => {
    expect(likeness('courier', 'Courier')).toBe(1)
    expect(likeness('zebra', 'Courier')).toBe(0)
    expect(likeness('', 'Courier')).toBe(0)
  })

  it('is about what was asked for, so that a part of a longer name is enough', () => {
    expect(likeness('google', 'Google Cloud')).toBe(1)
  })
})

describe('finding by name', () => {
  const find = (text: string) => findByName(text, ['Courier', 'Cloudflare', 'Google Cloud'], (name) => name)

  it('takes what holds the text, and guesses only where nothing does', () => {
    expect(find('clou')).toEqual(['Cloudflare', 'Google Cloud'])
    expect(find('couriar')).toEqual(['Courier'])
    expect(find('zebra')).toEqual([])
  })

  it('takes all for no text', () => expect(find(' ')).toHaveLength(3))
})
