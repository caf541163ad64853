import { lengthWords } from '#lib/domain/coverage-words.ts'
import { formatDuration } from '#lib/domain/format.ts'
import type { Sentence } from '#lib/domain/headline.ts'
import type { Kind } from '#lib/domain/incident.ts'

const WORDS = {
  incident: { less: 'was down less', least: 'was down least', noun: 'downtime' },
  maintenance: {
    less: 'spent less time in maintenance',
    least: 'spent the least time in maintenance',
    noun: 'maintenance',
  },
  notice: { less: 'had notices out for less time', least: 'had notices out for the least time', noun: 'notices' },
  all: { less: 'had less time posted', least: 'had the least time posted', noun: 'postings' },
} satisfies Record<Kind | 'all', { less: string; least: string; noun: string }>

interface Weighed {
  name: string
  commonDowntimeSeconds: number
}

/**
 * "Over the 18.1 months that we know of both, Courier was down less: 31h 2m of downtime against WorkOS’s 59h 4m." Null for
 * fewer than two vendors: there is nothing to weigh.
 */
export function compareSentence(input: {
  vendors: Weighed[]
  kind: Kind | 'all'
  commonSeconds: number
  /** The window's, "in the last 2 years". */
  label: string
}): Sentence | null {
  const { vendors, kind, commonSeconds, label } = input
  const [least, next, ...others] = vendors.toSorted((a, b) => a.commonDowntimeSeconds - b.commonDowntimeSeconds)
  if (least === undefined || next === undefined) return null
  const words = WORDS[kind]
  const both = others.length === 0 ? 'both' : 'all of them'
  if (commonSeconds === 0) return sentence(`No time ${label} is known of ${both}, so they cannot be weighed.`)
  const most = others.at(-1) ?? next
  const start: Piece[] = ['Over the ', [lengthWords(commonSeconds)], ` that we know of ${both}, `]
  if (most.commonDowntimeSeconds === 0) return sentence(...start, `none of them posted any ${words.noun}.`)
  if (most.commonDowntimeSeconds === least.commonDowntimeSeconds)
    return sentence(...start, 'they posted equally much: ', ...total(least, words.noun), ' each.')
  const subject: Piece[] =
    least.commonDowntimeSeconds === next.commonDowntimeSeconds
      ? [[least.name], ' and ', [next.name], ' share the first place: ']
      : [[least.name], ` ${others.length === 0 ? words.less : words.least}: `]
  const against: Piece[] = [` against ${most.name}’s `, [formatDuration(most.commonDowntimeSeconds)], '.']
  return sentence(...start, ...subject, ...total(least, words.noun), ...against)
}

function total({ commonDowntimeSeconds }: Weighed, noun: string): Piece[] {
  return commonDowntimeSeconds === 0 ? [[`no ${noun}`]] : [[formatDuration(commonDowntimeSeconds)], ` of ${noun}`]
}

/** A list holds what stands out. */
type Piece = string | [string]

function sentence(...pieces: Piece[]): Sentence {
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? { text: piece, strong: false } : { text: piece[0], strong: true },
  )
  return { parts, text: parts.map(({ text }) => text).join('') }
}
