import { describe, expect, it } from 'vitest'
import { createTurns } from '#lib/web/turns.ts'

describe('turns', () => {
  it('are given to a few at a time, to the others in the order in which they came', async () => {
    const turns = createTurns(2)
    const had: number[] = []
    const take = async (number: number) => {
      const end = await turns.take(1_000)
      had.push(number)
      return end
    }
    const [first, second, third, fourth] = [take(1), take(2), take(3), take(4)]
    const end = await first
    await second
    expect(had).toEqual([1, 2])
    end()
    const endThird = await third
    expect(had).toEqual([1, 2, 3])
    endThird()
    await fourth
    expect(had).toEqual([1, 2, 3, 4])
  })

  it('end once, however often that is said', async () => {
    const turns = createTurns(1)
    const end = await turns.take(1_000)
    const waiting = [turns.take(1_000), turns.take(50)]
    end()
    end()
    await waiting[0]
    await expect(waiting[1]).rejects.toThrow()
  })

  it('are not waited for longer than one is willing to', async () => {
    const turns = createTurns(1)
    const end = await turns.take(1_000)
    await expect(turns.take(10)).rejects.toMatchObject({ name: 'BusyError' })
    end()
    await expect(turns.take(10)).resolves.toBeTypeOf('function')
  })
})
