import { tableLines } from '../markdown.ts'
import { KINDS } from './addresses.ts'
import { ask, quantile, type Target } from './measure.ts'
import { CROWD, CROWDED } from './smoke.ts'
import { formatMs } from './table.ts'

/** What one visitor elsewhere asks for meanwhile, by turns. */
const ELSEWHERE = KINDS.filter(({ what }) =>
  ['/vendors/V', '/vendors/V/feed.atom', '/api/v1/vendors/V/candour', '/methodology'].includes(what),
)
const ALONE_MS = 2_500
/** A crowd is gone after a second or two, in which one visitor asks for little. */
const ROUNDS = 4

interface Elsewhere {
  /** Milliseconds, sorted. */
  took: number[]
  refused: number
}

/** Of fifty who ask for one dear address at once, each with another query; four times, added up. */
export interface Crowd {
  what: string
  answered: number
  /** Told when to come back. */
  refused: number
  /** Neither. */
  wrong: number
  alone: Elsewhere
  meanwhile: Elsewhere
}

/** Sends each crowd to a site, while one visitor asks for other pages, and says what that visitor had before and meanwhile. */
export async function measureCrowds(target: Target): Promise<Crowd[]> {
  // Addresses that nobody asked for before.
  let n = 20_000
  const elsewhere = async (isOver: () => boolean): Promise<Elsewhere> => {
    const seen: Elsewhere = { took: [], refused: 0 }
    while (!isOver()) {
      for (const kind of ELSEWHERE) {
        n += 1
        const { status, ms } = await ask(target.url + kind.path(n, target.sample), n)
        seen.took.push(ms)
        if (status !== 200) seen.refused += 1
      }
    }
    return seen
  }
  const crowds: Crowd[] = []
  for (const path of CROWDED) {
    const crowd: Crowd = {
      what: path(0).replace(/[?&](?:zone|asOf)=.*/, ''),
      answered: 0,
      refused: 0,
      wrong: 0,
      alone: nothingYet(),
      meanwhile: nothingYet(),
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const end = performance.now() + ALONE_MS
      add(crowd.alone, await elsewhere(() => performance.now() > end))
      let isOver = false
      const asking = Promise.all(
        Array.from({ length: CROWD }, async () => await ask(target.url + path(++n), n + 40_000)),
      ).finally(() => {
        isOver = true
      })
      add(crowd.meanwhile, await elsewhere(() => isOver))
      for (const { status, retryAfter } of await asking) {
        if (status === 200) crowd.answered += 1
        else if ([429, 503].includes(status) && Number(retryAfter) > 0) crowd.refused += 1
        else crowd.wrong += 1
      }
    }
    crowds.push(crowd)
  }
  return crowds
}

const nothingYet = (): Elsewhere => ({ took: [], refused: 0 })

function add(sum: Elsewhere, { took, refused }: Elsewhere): void {
  sum.took = [...sum.took, ...took].sort((a, b) => a - b)
  sum.refused += refused
}

/** As a table in Markdown. */
export function crowdTable(crowds: readonly Crowd[]): string {
  const times = ({ took, refused }: Elsewhere) =>
    `${formatMs(quantile(took, 0.5))} / ${formatMs(quantile(took, 0.95))} ms${refused > 0 ? `, ${refused} refused` : ''}`
  return tableLines(
    [
      `${ROUNDS} times ${CROWD} at once ask for`,
      'answered',
      'told to come back',
      'neither',
      'elsewhere, alone',
      'elsewhere, meanwhile',
    ],
    crowds.map(({ what, answered, refused, wrong, alone, meanwhile }) => [
      what,
      ...[answered, refused, wrong].map(String),
      times(alone),
      times(meanwhile),
    ]),
  )
}
