import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProgress } from '#bin/progress.mjs'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function fakeStream(isTTY: boolean) {
  const written: string[] = []
  return {
    written,
    stream: { isTTY, columns: 40, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream,
  }
}

const lasting = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve('result'), ms))

describe('progress without a terminal', () => {
  it('does not mention what is done within a moment', async () => {
    const { written, stream } = fakeStream(false)
    const done = createProgress(stream).step('Installing', lasting(100))
    await vi.advanceTimersByTimeAsync(100)
    expect(await done).toBe('result')
    expect(written).toEqual([])
  })

  it('says what takes longer at the beginning, every ten seconds, and at the end', async () => {
    const { written, stream } = fakeStream(false)
    const done = createProgress(stream).step('Loading', async (note) => {
      note('5 of 9')
      await lasting(12_000)()
    })
    await vi.advanceTimersByTimeAsync(12_000)
    await done
    expect(written).toEqual(['Loading …\n', 'Loading: 5 of 9 … 10 s\n', 'Loading: done in 12 s\n'])
  })

  it('does not say that a failed step is done', async () => {
    const { written, stream } = fakeStream(false)
    const failing = createProgress(stream).step('Loading', async () => {
      await lasting(1_000)()
      throw new Error('no')
    })
    const outcome = expect(failing).rejects.toThrow('no')
    await vi.advanceTimersByTimeAsync(1_000)
    await outcome
    expect(written).toEqual(['Loading …\n'])
  })
})

describe('progress on a terminal', () => {
  it('moves one line, no wider than the terminal, and leaves a mark', async () => {
    const { written, stream } = fakeStream(true)
    const done = createProgress(stream).step('Installing packages', async (note) => {
      note('a detail that is longer than the terminal is wide')
      await lasting(1_000)()
    })
    await vi.advanceTimersByTimeAsync(1_000)
    await done
    const lines = written.filter((text) => text.includes('Installing'))
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
    expect(written.at(-1)).toBe('✓ Installing packages (1.0 s)\n')
  })

  it('prints a line above the moving one', async () => {
    const { written, stream } = fakeStream(true)
    const progress = createProgress(stream)
    const done = progress.step('Installing', lasting(1_000))
    await vi.advanceTimersByTimeAsync(500)
    progress.say('Note this.')
    expect(written.slice(-2)).toEqual(['\r\x1b[2K', 'Note this.\n'])
    await vi.advanceTimersByTimeAsync(500)
    await done
  })
})
