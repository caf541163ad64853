import { type Chance, chanceOf, pick } from './chance.ts'

const COMMON =
  `the we are to of and a is in this have for our been issue some with users may has incident resolved be an as
  will monitoring investigating fix identified customers experiencing errors affected service api from was on all team update
  implemented elevated requests delayed webhook dashboard login database latency europe region deploy queue email payments
  API/Dashboard Node.js sign-in checkout partial outage degraded performance recovery connectivity upstream provider network
  dns certificate expired cache search storage backup export import scheduled maintenance completed between utc`.split(
    /\s+/,
  )
const SYLLABLES = 'ka lo mi ru te no sa vi pe du ra bo li ge fu'.split(' ')
const WORDS = 8_000
const SENTENCES = 40_000

/** Words by Zipf's law: the second half as often as the first, the third a third. */
const words = makeWords()
const sentences = makeSentences(SENTENCES, 12)
export const titles = makeSentences(8_000, 4).map((text) => text.slice(0, -1))

/** Two or three sentences of a timeline. */
export function bodyOf(chance: Chance): string {
  const body = `${pick(chance, sentences)} ${pick(chance, sentences)}`
  return chance() < 0.3 ? `${body} ${pick(chance, sentences)}` : body
}

export function titleOf(chance: Chance): string {
  return pick(chance, titles)
}

/** A word that few incidents have. */
export function rareWord(rank: number): string {
  return words[Math.min(WORDS - 1, 1_000 + rank)] as string
}

export function commonWord(rank: number): string {
  return words[rank % COMMON.length] as string
}

function makeWords(): string[] {
  const chance = chanceOf(1)
  const made = new Set(COMMON)
  while (made.size < WORDS)
    made.add(Array.from({ length: 3 + Math.floor(chance() * 2) }, () => pick(chance, SYLLABLES)).join(''))
  return [...made]
}

function makeSentences(count: number, length: number): string[] {
  const chance = chanceOf(2, length)
  // The inverse of the sum of 1/rank: a rank is reached as its share of the logarithm is.
  const word = () => words[Math.floor(WORDS ** chance()) - 1] as string
  return Array.from({ length: count }, () => {
    const text = Array.from({ length: length + Math.floor(chance() * 8) }, word).join(' ')
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
  })
}
