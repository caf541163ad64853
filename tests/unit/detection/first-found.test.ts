import { describe, expect, it } from 'vitest'
import { findFirst } from '#lib/detection/first-found.ts'

/** "a:1 b:2" are candidates at the addresses a and b that recognise those answers. */
function candidates(text: string) {
  return text.split(' ').map((part) => {
    const [url = '', wanted] = part.split(':')
    return { url, recognise: (answer: string) => (answer === wanted ? part : null) }
  })
}

/** Reads from these answers, as many turns of the event loop late as there are dots after them. */
function reader(answers: Record<string, string>) {
  const asked: string[] = []
  const read = async (url: string) => {
    asked.push(url)
    const [answer = '', ...delays] = (answers[url] ?? '').split(/(?=\.)/)
    for (const _ of delays) await new Promise(setImmediate)
    return answer
  }
  return { asked, read }
}

describe('the first of several candidates', () => {
  it('wins by its place, however late it answers', async () => {
    const { read } = reader({ a: '1....', b: '2', c: '3.' })
    expect(await findFirst(candidates('a:1 b:2 c:3'), { first: [], atOnce: 3, read })).toBe('a:1')
  })

  it('is asked for once where two want the same address', async () => {
    const { read, asked } = reader({ a: '2' })
    expect(await findFirst(candidates('a:1 a:2 b:3'), { first: [], atOnce: 1, read })).toBe('a:2')
    expect(asked).toEqual(['a'])
  })

  it('is not asked for when it could not win any more', async () => {
    const { read, asked } = reader({ c: '3' })
    expect(await findFirst(candidates('a:1 c:3 b:2 d:4'), { first: ['c'], atOnce: 1, read })).toBe('c:3')
    expect(asked).toEqual(['c', 'a'])
  })

  it('is none where nothing is recognised', async () => {
    const { read, asked } = reader({})
    expect(await findFirst(candidates('a:1 b:2'), { first: [], atOnce: 5, read })).toBeNull()
    expect(asked).toEqual(['a', 'b'])
  })
})
