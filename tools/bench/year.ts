import { join } from 'node:path'
import type { Bench, BenchOptions } from './bench.ts'
import { writeMarked } from './markdown.ts'
import { liveYear } from './year/live.ts'
import { growthOf, linesOf, tableOf } from './year/table.ts'
import type { YearWorld } from './year/world.ts'

const SCALE = join(import.meta.dirname, '..', '..', 'docs', 'scale.md')
const MAX_GROWTH = 1.25

export const WORLDS: Record<BenchOptions['size'], YearWorld> = {
  small: { sources: 12, stepDays: 30, groups: 3 },
  middle: { sources: 500, stepDays: 10, groups: 12 },
  large: { sources: 2_000, stepDays: 15, groups: 36 },
}

/**
 * A year in minutes: the clock of the database, of a worker and of a site is moved on in steps, and what a day brings is done at
 * each. What is not history itself ought to be as large and as fast after twelve months as after six. At full size the table goes
 * into docs/scale.md.
 */
export const yearBench: Bench = {
  name: 'year',
  async run(say, { size }) {
    const looks = await liveYear(WORLDS[size], size !== 'small', say)
    const lines = linesOf(looks)
    const table = tableOf(
      lines,
      looks.map(({ month }) => month),
      MAX_GROWTH,
    )
    if (size === 'large') await writeMarked(SCALE, 'year', table)
    else say(`\n${table}`)
    const wrong = looks.reduce((total, { spent: { ends } }) => total + (ends.failed ?? 0) + (ends.suspicious ?? 0), 0)
    return {
      measurements: [],
      ratios: [
        { what: 'no poll failed', value: wrong === 0 ? 1 : 0, goal: 1 },
        ...lines
          .filter(({ isFlat }) => isFlat)
          .map((line) => ({
            what: `${MAX_GROWTH} / growth of ${line.what}`,
            value: MAX_GROWTH / growthOf(line),
            goal: 1,
          })),
      ],
    }
  },
}
