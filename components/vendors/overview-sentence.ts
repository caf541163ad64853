import { formatInteger } from '#lib/domain/format.ts'
import type { State } from '#lib/domain/incident.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import type { Sentence } from '#lib/text/headline.ts'

type Vendor = Pick<VendorSummary, 'name' | 'state'> & Partial<Pick<VendorSummary, 'pageStatus'>>

/** More names than this would turn the sentence into a list. */
const MAX_NAMES = 5

/**
 * "Two of 241 vendors have a problem right now: Stripe is down, GitHub is degraded." plus other points worth knowing before the
 * table.
 */
export function overviewSentences(vendors: Vendor[]): { answer: Sentence; rest: string } {
  const having = (state: State) => vendors.filter((vendor) => vendor.state === state)
  const [down, degraded, unknown] = [having('down'), having('degraded'), having('unknown')]
  const rest = [
    countOf(having('maintenance').length, 'has maintenance under way', 'have maintenance under way'),
    // When no vendor has been checked recently, the answer already says so.
    unknown.length === vendors.length
      ? null
      : countOf(
          unknown.length,
          'has not been checked recently, so its state is not known',
          'have not been checked recently, so their state is not known',
        ),
    countOf(
      vendors.filter(({ state, pageStatus }) => state === 'up' && pageStatus?.contradicts).length,
      'has no outage posted, though its own page says otherwise',
      'have no outage posted, though their own pages say otherwise',
    ),
    'Figures cover the known part of the last 24 months.',
  ]
  return {
    answer: answerOf(vendors, [...down, ...degraded], vendors.length - unknown.length),
    rest: rest.filter((part) => part !== null).join(' '),
  }
}

/** "None" covers only vendors whose state is known: the absence of a report is no good news. */
function answerOf(vendors: Vendor[], troubled: Vendor[], known: number): Sentence {
  const total = vendors.length
  const [only] = vendors
  if (only === undefined) return sentence(['No vendors have been added yet.', false])
  if (total === 1) return sentence([only.name, true], [` ${STATE_PHRASES[only.state]}.`, false])
  if (known === 0)
    return sentence(['No status page', true], [' has been checked recently, so we can’t say who is down.', false])
  if (troubled.length === 0) {
    const which =
      known === total ? `${formatInteger(total)} vendors` : `the ${numberWord(known)} vendors checked recently`
    return known === 1
      ? sentence(['No outage', true], [' is posted right now by the one vendor checked recently.', false])
      : sentence(['None', true], [` of ${which} has an outage posted right now.`, false])
  }
  const named = troubled.slice(0, MAX_NAMES)
  const more = troubled.length - named.length
  return sentence(
    [
      `${capital(numberWord(troubled.length))} of ${formatInteger(total)} vendors ${troubled.length === 1 ? 'has' : 'have'} an outage open: `,
      false,
    ],
    ...named.flatMap(({ name, state }, index): [string, boolean][] => [
      [index === 0 ? '' : ', ', false],
      [name, true],
      [` is ${state}`, false],
    ]),
    [more > 0 ? `, and ${formatInteger(more)} more.` : '.', false],
  )
}

const STATE_PHRASES = {
  up: 'has no outage posted right now',
  maintenance: 'has no outage posted right now',
  degraded: 'is degraded right now',
  down: 'is down right now',
  unknown: 'has not been checked recently, so we can’t say whether it is down',
} satisfies Record<State, string>

function countOf(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${capital(numberWord(count))} ${count === 1 ? one : many}.`
}

const NUMBER_WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

function numberWord(count: number): string {
  return NUMBER_WORDS[count] ?? formatInteger(count)
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function sentence(...pieces: [text: string, strong: boolean][]): Sentence {
  const parts = pieces.filter(([text]) => text !== '').map(([text, strong]) => ({ text, strong }))
  return { parts, text: parts.map(({ text }) => text).join('') }
}
