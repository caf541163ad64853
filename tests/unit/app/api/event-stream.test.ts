import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventStream, MAX_STREAMS } from '#app/api/v1/event-stream.ts'

interface Seen {
  finishedAt: Date | null
  step: number
}

let leaving: AbortController[]
let looks: number
let reads: number
let seen: Seen | null

beforeEach(() => {
  leaving = []
  looks = 0
  reads = 0
  seen = { finishedAt: null, step: 1 }
})
afterEach(() => {
  for (const controller of leaving) controller.abort()
})

function watch() {
  const controller = new AbortController()
  leaving.push(controller)
  const request = new Request('http://localhost:3000/', { signal: controller.signal })
  const { body } = eventStream<Seen>(request, {
    look: async () => {
      looks += 1
      return seen
    },
    read: async () => {
      reads += 1
      return { ...seen, diff: 'long' }
    },
  })
  if (body === null) throw new Error('There is no stream.')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  return { reader, leave: () => controller.abort() }
}

describe('a stream of events', () => {
  it('looks at little, and reads the whole only for what has changed', async () => {
    const { reader } = watch()
    expect((await reader.read()).value).toBe('data: {"finishedAt":null,"step":1,"diff":"long"}\n\n')
    const next = reader.read()
    await expect.poll(() => looks).toBeGreaterThan(1)
    expect(reads).toBe(1)
    seen = { finishedAt: new Date('2026-03-01T00:00Z'), step: 2 }
    expect((await next).value).toContain('"step":2')
    expect(await reader.read()).toEqual({ done: true, value: undefined })
    expect(reads).toBe(2)
  })

  it.each(['whose request ends', 'that cancels'])('is looked at no more for a client %s', async (how) => {
    const { reader, leave } = watch()
    await reader.read()
    const next = reader.read().catch(() => null)
    await expect.poll(() => looks).toBeGreaterThan(1)
    if (how === 'that cancels') await reader.cancel()
    else leave()
    await next
    const before = looks
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(looks).toBe(before)
  })

  it('is one of a bounded number, whose places come back', async () => {
    const streams = Array.from({ length: MAX_STREAMS }, watch)
    const refused = await Promise.resolve()
      .then(watch)
      .catch((answer: Response) => answer)
    expect(refused).toMatchObject({ status: 503 })
    streams[0]?.leave()
    expect(watch().reader).toBeDefined()
  })

  it('says that what is watched has gone, and ends', async () => {
    seen = null
    const { reader } = watch()
    expect((await reader.read()).value).toContain('data: ')
    expect((await reader.read()).done).toBe(true)
  })
})
