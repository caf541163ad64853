import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import {
  formatCount,
  formatDuration,
  formatInstant,
  formatInteger,
  formatLongDay,
  formatRate,
} from '#lib/domain/format.ts'
import type { Held, History } from '#lib/domain/history.ts'
import { type Impact, KINDS, type Kind, rankImpact, type State } from '#lib/domain/incident.ts'

/** A sentence in pieces, so that its figures can be enlarged, and as plain text. */
export interface Sentence {
  parts: { text: string; strong: boolean }[]
  text: string
}

/** Below this share of the days, a sentence says how many are known. */
const LEAST_KNOWN = 0.95

const WORDS = {
  incident: { one: 'outage', many: 'outages', total: ' of downtime', rate: 'incidents' },
  maintenance: { one: 'maintenance', many: 'maintenances', total: ' of maintenance', rate: 'maintenances' },
  notice: { one: 'notice', many: 'notices', total: '', rate: 'notices' },
  all: { one: 'posting', many: 'postings', total: '', rate: 'postings' },
} satisfies Record<Kind | 'all', { one: string; many: string; total: string; rate: string }>

interface Open {
  kind: Kind
  impact: Impact
  title: string
  startedAt: Date | null
}

/**
 * "Courier is up right now", "Courier is down right now: All services impacted". Names the worst open outage, among equals the
 * one that began last, and counts the others. With `asOf`, a past instant, it says "was … at".
 */
export function stateSentence(input: {
  name: string
  state: State
  /** The open incidents of any kind; at least the worst of them. */
  open: Open[]
  /** The number of open outages, since `open` may not hold all of them. */
  outageCount?: number
  lastGoodReadAt: Date | null
  /** The state at the last good read, if the current one is unknown. */
  lastKnownState?: State | null
  /** Whether the state is unknown because the newest posting was not understood. */
  isUnclear?: boolean
  asOf?: Date | null
}): Sentence {
  const { name, state, lastGoodReadAt, lastKnownState = null, isUnclear = false, asOf = null } = input
  const is = asOf === null ? 'is' : 'was'
  const when = asOf === null ? 'right now' : `at ${formatInstant(asOf)}`
  switch (state) {
    case 'up':
      return sentence(strong(`${name} ${is} up ${when}`))
    case 'down':
      return sentence(strong(`${name} ${is} down ${when}`), namesOf(input))
    case 'degraded':
      return sentence(strong(`${name} ${asOf === null ? 'has' : 'had'} a problem ${when}`), namesOf(input))
    case 'maintenance':
      return sentence(strong(`${name} ${is} under maintenance ${when}`))
    case 'unknown': {
      const unknown = strong(`${name}'s state is not known`)
      if (isUnclear) return sentence(unknown, ': we could not interpret its latest post')
      const read = lastGoodReadAt === null ? 'never read' : `last read ${formatInstant(lastGoodReadAt)}`
      const was = lastKnownState === null ? '' : (WAS[lastKnownState] ?? '')
      return sentence(unknown, `: ${read}${was}`, was === '' ? '' : namesOf(input))
    }
  }
}

/** The state at an earlier read, if it showed trouble. */
const WAS: Partial<Record<State, string>> = {
  down: ', when it was down',
  degraded: ', when it had a problem',
  maintenance: ', when it was under maintenance',
}

/** Of whom a sentence speaks: a vendor's name is the same everywhere, "These 3 vendors" only begins a sentence. */
interface Subject {
  name: string
  nameWithin?: string
}

export function subjectOf(vendors: readonly { name: string }[]): Subject {
  const [only] = vendors
  if (vendors.length === 1 && only !== undefined) return { name: only.name }
  return { name: `These ${vendors.length} vendors`, nameWithin: `these ${vendors.length} vendors` }
}

/**
 * The chosen window: "Courier had 24 outages in the last 2 years totaling 59h 36m of downtime — averaging 1.3 incidents per
 * month." Leaves out unknown values, and says so when nothing is known. `narrowing`: the filters, see `narrowingPhrases`;
 * `isSoFar`: one of the incidents is still open.
 */
export function windowSentence(
  input: Subject & {
    kind: Kind | 'all'
    /** The window's label. */
    label: string
    history: Pick<
      History,
      'incidentCount' | 'downtimeSeconds' | 'downtimeIsMinimum' | 'unknownDurationCount' | 'incidentsPerMonth'
    > & { coverage: Pick<History['coverage'], 'knownDays' | 'days' | 'complete'> }
    narrowing?: string[]
    isSoFar?: boolean
  },
): Sentence {
  const { name, nameWithin = name, label, narrowing = [], isSoFar = false } = input
  const { incidentCount, downtimeSeconds, downtimeIsMinimum, incidentsPerMonth, coverage } = input.history
  const words = WORDS[input.kind]
  if (incidentCount === 0 && downtimeSeconds === 0 && incidentsPerMonth === null) {
    return sentence(`We have no history of ${nameWithin} ${label}.`)
  }
  const phrases = narrowing.length < 2 ? narrowing.map((phrase) => ` ${phrase}`).join('') : ` ${narrowing.join(', ')},`
  const subject = [`${name} had `, strong(formatCount(incidentCount, words.one, words.many)), `${phrases} ${label}`]
  const total = totalOf({ downtimeSeconds, downtimeIsMinimum }, words, isSoFar)
  if (incidentCount === 0) {
    if (downtimeSeconds === 0 && coverage.days === 1) return quietDaySentence(input)
    return downtimeSeconds === 0
      ? sentence(...subject, '.')
      : sentence(...subject, ', but ', ...total, ' carried over.')
  }
  const rate =
    incidentsPerMonth === null || coverage.knownDays < FEWEST_DAYS
      ? []
      : [
          ' — averaging ',
          strong(`${formatRate(incidentsPerMonth)} ${narrowing.length === 0 ? '' : 'such '}${words.rate}`),
          ' per month',
        ]
  return isWithoutDurations(input.history)
    ? sentence(...subject, ' with no reported duration', ...rate, '.')
    : sentence(...subject, ' totaling ', ...total, ...rate, '.')
}

/** A single day without anything: what the vendor did not post, or, where we know less, what is not on record. */
function quietDaySentence({
  name,
  kind,
  label,
  history,
  narrowing = [],
}: Parameters<typeof windowSentence>[0]): Sentence {
  const phrases = narrowing.map((phrase) => ` ${phrase}`).join('')
  if (!history.coverage.complete)
    return sentence(`${name} had `, strong(`no ${WORDS[kind].one}`), `${phrases} on record ${label}.`)
  const posted = kind === 'all' ? 'nothing' : `no ${WORDS[kind].one}`
  return sentence(`${name} posted `, strong(posted), `${phrases} ${label}.`)
}

/** All that we hold: "There were 24 Courier outages since July 26, 2024 totaling 59h 36m of downtime. 3 have no reported duration." */
export function heldSentence(input: { name: string; kind: Kind | 'all'; held: Held; isSoFar?: boolean }): Sentence {
  const { name, held, isSoFar = false } = input
  const { incidentCount, unknownDurationCount, since } = held
  if (since === null) return sentence(`We have no history of ${name} yet.`)
  const words = WORDS[input.kind]
  const verb = incidentCount === 1 ? 'was' : 'were'
  const counted = formatCount(incidentCount, `${name} ${words.one}`, `${name} ${words.many}`)
  const subject = [`There ${verb} `, strong(counted), ` since ${formatLongDay(since)}`]
  if (incidentCount === 0) return sentence(...subject, '.')
  if (isWithoutDurations(held)) {
    return sentence(
      ...subject,
      incidentCount === 1 ? '. It has no reported duration.' : '. None has a reported duration.',
    )
  }
  const total = [' totaling ', ...totalOf(held, words, isSoFar), '.']
  if (unknownDurationCount === 0) return sentence(...subject, ...total)
  return sentence(
    ...subject,
    ...total,
    ` ${formatInteger(unknownDurationCount)} ${unknownDurationCount === 1 ? 'has' : 'have'} no reported duration.`,
  )
}

/**
 * "We know 25 of these 730 days." Stands beside the sentence of a window, in the same size; null where nearly all of it is known,
 * or nothing: the sentence itself says so then. `ofAll`: the days are those known of every vendor of a stack.
 */
export function knownDaysSentence(
  { knownDays, days, from }: Pick<History['coverage'], 'knownDays' | 'days' | 'from'>,
  { ofAll = false } = {},
): Sentence | null {
  if (from === null || isNearlyAll({ knownDays, days })) return null
  if (days === 1) return sentence(`We know only part of this day${ofAll ? ' for all of them' : ''}.`)
  const whole = ofAll ? ' for all of them' : knownDays === 0 ? ' in full' : ''
  return sentence(
    `We know ${knownDays === 0 ? 'none' : formatInteger(knownDays)} of these ${formatInteger(days)} days${whole}.`,
  )
}

/** Whether so many days are known that no sentence needs to say how many. */
export function isNearlyAll({ knownDays, days }: { knownDays: number; days: number }): boolean {
  return knownDays >= LEAST_KNOWN * days
}

/** One sentence after the other. */
export function joinSentences(...sentences: (Sentence | null)[]): Sentence {
  return sentences
    .filter((one) => one !== null)
    .reduce((all, one) => sentence(...all.parts.map(toPiece), ' ', ...one.parts.map(toPiece)))
}

/** "59h 36m of downtime", "at least 3h of downtime so far": a total, or a minimum if any end is unknown. */
function totalOf(
  { downtimeSeconds, downtimeIsMinimum }: Pick<Held, 'downtimeSeconds' | 'downtimeIsMinimum'>,
  words: { total: string },
  isSoFar: boolean,
): Piece[] {
  const [least, soFar] = [downtimeIsMinimum ? 'at least ' : '', isSoFar ? ' so far' : '']
  const total = downtimeIsMinimum && downtimeSeconds < 60 ? '0m' : formatDuration(downtimeSeconds)
  return [least, strong(total), `${words.total}${soFar}`]
}

/** "outage", "maintenances": the singular or the plural. */
export function kindNoun(kind: Kind | 'all', count: number): string {
  return count === 1 ? WORDS[kind].one : WORDS[kind].many
}

/** "4 outages", "1 maintenance", "0 notices": a count with its noun. */
export function kindCount(count: number, kind: Kind | 'all'): string {
  return formatCount(count, WORDS[kind].one, WORDS[kind].many)
}

/** "17 outages without an impact rating are left out." Null where there are none. */
export function leftOutSentence(unknownImpactCount: number, kind: Kind | 'all'): string | null {
  if (unknownImpactCount === 0) return null
  return `${kindCount(unknownImpactCount, kind)} without an impact rating ${unknownImpactCount === 1 ? 'is' : 'are'} left out.`
}

/** "3 postings that we could not interpret are not counted, so this history may be incomplete." Null where there are none. */
export function unclearSentence(unclearCount: number): string | null {
  if (unclearCount === 0) return null
  const are = unclearCount === 1 ? 'is not counted' : 'are not counted'
  return `${formatCount(unclearCount, 'posting', 'postings')} that we could not interpret ${are}, so this history may be incomplete.`
}

type Piece = string | { text: string; strong: true }

function strong(text: string): Piece {
  return { text, strong: true }
}

function toPiece({ text, strong: isStrong }: Sentence['parts'][number]): Piece {
  return isStrong ? strong(text) : text
}

function sentence(...pieces: Piece[]): Sentence {
  const parts = pieces
    .filter((piece) => piece !== '')
    .map((piece) => (typeof piece === 'string' ? { text: piece, strong: false } : piece))
  return { parts, text: parts.map(({ text }) => text).join('') }
}

/** Whether there are incidents, but none with a known duration. */
export function isWithoutDurations(
  figures: Pick<Held, 'incidentCount' | 'downtimeSeconds' | 'unknownDurationCount'>,
): boolean {
  const { incidentCount, downtimeSeconds, unknownDurationCount } = figures
  return incidentCount > 0 && downtimeSeconds === 0 && unknownDurationCount === incidentCount
}

function namesOf({ open, outageCount }: { open: Open[]; outageCount?: number }): string {
  const outages = worstOutages(open)
  const [worst] = outages
  if (worst === undefined) return ''
  const count = outageCount ?? outages.length
  return count === 1 ? `: ${worst.title}` : `: ${worst.title}, and ${count - 1} more`
}

function worstOutages<T extends Open>(open: readonly T[]): T[] {
  return worstFirst(open.filter(({ kind }) => kind === 'incident'))
}

/** Outages first, then maintenances and notices; within a kind worst first, among equals latest start first. */
export function worstFirst<T extends Open>(open: readonly T[]): T[] {
  return open.toSorted(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      rankImpact(b.impact) - rankImpact(a.impact) ||
      startOf(b) - startOf(a),
  )
}

function startOf({ startedAt }: { startedAt: Date | null }): number {
  return startedAt?.getTime() ?? 0
}
