import fc from 'fast-check'
import { type Dialect, type Expectation, LAYOUTS, type Told } from './feed-layouts.ts'
import { ESCAPINGS, FORMATS, writeFeed } from './feed-markup.ts'
import { stories } from './feed-stories.ts'
import { FULL_SPELLINGS, PAGE_SPELLINGS } from './feed-times.ts'
import { LANGUAGES, LETTER_CASES, PLACES } from './feed-words.ts'

const dialect: fc.Arbitrary<Dialect> = fc.record({
  layout: fc.constantFrom(...(Object.keys(LAYOUTS) as Dialect['layout'][])),
  format: fc.constantFrom(...FORMATS),
  escaping: fc.constantFrom(...ESCAPINGS),
  language: fc.constantFrom(...Object.keys(LANGUAGES)),
  letterCase: fc.constantFrom(...LETTER_CASES),
  place: fc.constantFrom(...PLACES),
  head: fc.constantFrom('nothing', 'state', 'always over', 'always open'),
  published: fc.constantFrom('newest', 'oldest', 'edited', 'none'),
  editedAfter: fc.integer({ min: 1, max: 90_000 }),
  ids: fc.constantFrom('own', 'link', 'fragment', 'page'),
  isNewestFirst: fc.boolean(),
  hasOneTitle: fc.boolean(),
  isUnknown: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isBroken: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  pageSpelling: fc.constantFrom(...PAGE_SPELLINGS),
  fullSpelling: fc.constantFrom(...FULL_SPELLINGS),
})

export interface DialectCase {
  dialect: Dialect
  text: string
  /** One per story, in story order. */
  expectations: Expectation[]
}

/** A feed in some dialect, and what each of its stories is. */
export const dialectCases: fc.Arbitrary<DialectCase> = fc
  .record({ dialect, history: stories })
  .map(({ dialect: chosen, history }) => {
    const told = history.map((story, number) => LAYOUTS[chosen.layout](story, { ...chosen, number }))
    const entries = told.flatMap((one) => one.entries)
    return {
      dialect: chosen,
      text: writeFeed(chosen.isNewestFirst ? entries.toReversed() : entries, chosen),
      expectations: told.map(({ expected }, index) => ({
        ...expected,
        isDoubtful: expected.isDoubtful || (chosen.hasOneTitle && mayEndIn(told.slice(index + 1), expected)),
      })),
    }
  })

/** Whether an open story may have ended with a later one of the same title, of which the feed may have only the end. */
function mayEndIn(later: readonly Told[], { spans }: Expectation): boolean {
  const isOpen = spans.some(({ basis }) => basis === 'ongoing')
  return isOpen && later.some(({ expected }) => expected.spans.some(({ endedAt }) => endedAt !== null))
}

/** The numbers of the stories that a text mentions. */
export function marksIn(text: string): number[] {
  return [...text.matchAll(/case-(\d)/gi)].map(([, number]) => Number(number))
}
