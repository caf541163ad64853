import { describe, expect, it } from 'vitest'
import { createSemaphore } from '#lib/semaphore.ts'

describe('a semaphore', () => {
  it('has places for a few at a time, to the others in the order in which they came', async () => {
    const semaphore = createSemaphore(2)
    const had: number[] = []
    const acquire = async (number: number) => {
      const release = await semaphore.acquire(1_000)
      had.push(number)
      return release
    }
    const [first, second, third, fourth] = [acquire(1), acquire(2), acquire(3), acquire(4)]
    const release = await first
    await second
    expect(had).toEqual([1, 2])
    release()
    const endThird = await third
    expect(had).toEqual([1, 2, 3])
    endThird()
    await fourth
    expect(had).toEqual([1, 2, 3, 4])
  })

  it('frees a place once, however often that is said', async () => {
    const semaphore = createSemaphore(1)
    const release = await semaphore.acquire(1_000)
    const waiting = [semaphore.acquire(1_000), semaphore.acquire(50)]
    release()
    release()
    await waiting[0]
    await expect(waiting[1]).rejects.toThrow()
  })

  it('is not waited for longer than one is willing to', async () => {
    const semaphore = createSemaphore(1, () => new Error('Too many at once.'))
    const release = await semaphore.acquire(1_000)
    await expect(semaphore.acquire(10)).rejects.toThrow('Too many at once.')
    release()
    await expect(semaphore.acquire(10)).resolves.toBeTypeOf('function')
  })
})
