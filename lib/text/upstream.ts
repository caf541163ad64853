import { KNOWN_UPSTREAMS } from './known-upstreams.ts'

/** A company that a vendor's text names as the one whose trouble it has. */
export interface NamedUpstream {
  name: string
  /** The sentence that says so, at most 300 characters of it. */
  quote: string
  /** The update; null for the incident's title. */
  updateId: string | null
}

export interface UpstreamText {
  updateId: string | null
  text: string
}

const MAX_TEXT = 20_000
const MAX_QUOTE = 300
/** Names of more words are no company's in a sentence. */
const MAX_WORDS = 4

/** A sentence without one of these says nothing about another's trouble. */
const CUE =
  /\b(?:issues?|problems?|outages?|incidents?|disruptions?|degrad\w+|errors?|failures?|failing|troubles?|instabilit\w+|down|unavailable|maintenance|postmortem|post-mortem|root cause|investigat\w+|report\w*|resolv\w+|fix\w*|mitigat\w+|identified|experienc\w+|provider|partner|vendor|supplier|upstream|external|outside of)\b/i

const TROUBLE =
  '(?:issues?|problems?|outages?|incidents?|disruptions?|degradations?|errors?|failures?|troubles?|instability|interruptions?|downtime|slowness)'
const OUTAGE = '(?:outages?|incidents?|disruptions?|downtime|issues?|problems?|troubles?)'
const PLACE = '(?:with|at|on|in|of|within|from|affecting|impacting|by|inside|across)'
const ARTICLE = '(?:(?:the|our|an?|some|both)\\s+)?'
const ROLE =
  '(?:(?:\\w+\\s+){0,3}(?:providers?|partners?|vendors?|suppliers?|host|CDN|registrar|carrier|service)\\s*[,(:–-]?\\s*\\(?)'
const DOES =
  '(?:(?:is|are|was|were|has|have|had|also|currently|still|been|now|just|further|continues? to|started)\\s+)*(?:investigat\\w+|report(?:s|ed|ing)|experienc\\w+|having|down\\b|unavailable|unreachable|(?:push|implement|roll|deploy|releas|appl)\\w*\\s+(?:out\\s+)?(?:a\\s+|the\\s+)?(?:fix|mitigation|patch)|resolv\\w+|fix\\w+|completely fixed|mitigat\\w+|identified|confirmed|solving|mark(?:s|ed)\\s+the\\s+(?:issue|incident)|believes|acknowledg\\w+|announced\\s+a|back online\\b)'
/** Sentences in which § stands for the name. */
const SAYS_SO = [
  `§(?:[’']s?)?\\s+(?:engineers\\s+|team\\s+)?${DOES}`,
  `${TROUBLE}\\s+${PLACE}\\s+${ARTICLE}${ROLE}?§`,
  `${TROUBLE}\\s+is\\s+(?:specific|related|due)\\s+to\\s+${ARTICLE}${ROLE}?§`,
  `(?:due to|because of|caused by|as a result of|owing to|related to)\\s+(?:\\S+\\s+){0,7}?${ARTICLE}§\\S*(?:\\s+\\w+){0,3}?\\s+${TROUBLE}`,
  `(?:seems?|appears?|is|be)\\s+(?:to be\\s+)?(?:related|due)\\s+to\\s+(?:\\S+\\s+){0,7}?§`,
  `(?:provider|partner|vendor|supplier|upstream)s?\\s*[,(:–-]?\\s*\\(?§\\)?`,
  `§(?:[’']s?)?\\s+(?:(?!with\\b|for\\b|to\\b|on\\b|in\\b|and\\b|or\\b)\\w+\\s+){0,2}?${OUTAGE}\\b`,
  `§,?\\s+and\\s+(?:\\w+\\s+){1,2}(?:${OUTAGE}|are|were|had|have|started)\\b`,
  `§(?:[’']s?)?\\s+(?:status page|post-?mortem|root issue)`,
  `(?:status page of|post-?mortem (?:by|of|from)|addressed by|acknowledged by|resolved by|fixed by|implemented by|with)\\s+(?:the\\s+)?§(?=[^]*?\\b(?:status page|post-?mortem|fix|addressed|outage|issue|incident)|$)`,
]
/** The same of a service whose trouble the text calls external, as payments' texts do. */
const EXTERNAL =
  /\b(?:external to|outside of|upstream(?: and| partner| issue)|on their end|not under our control|reported by|our partner has)\b/i
const AFFECTED = [
  `(?:errors?|declines?|failures?|disruption|degradation|latency|times|rates|issues?)\\s+(?:\\S+\\s+){0,5}?(?:on|with|for|of|affecting|impacting)\\s+(?:the\\s+|some\\s+)?§(?:\\s+(?:payments?|transactions?|requests?|network)|[.,]|$)`,
  `through\\s+the\\s+§\\s+payment\\s+method`,
  `§\\s+(?:errors?|declines?|payments?|transactions?|payment method)`,
]

/** A part of what the vendor itself offers, or who uses it: its trouble is not the company's. */
const OWN_PART =
  /^(?:[’']s?)?\s*(?:[/&]\s*\w+\s+)?(?:integrations?|notifications?|apps?|login|log-?in|sign-?(?:in|up|on)|authentication|imports?|connectors?|sync\w*|webhooks?|SSO|users?|customers?|channels?|bots?|plugins?|add-?ons?|extensions?|button|config\w*|accounts?|runners?|actions?|workspaces?|invite|support|dashboard)\b/i
const NOT_SO =
  /\b(?:(?:is|was|are|were)\s*\*?(?:not|n[’']t)\*?\s+(?:\w+\s+)?(?:related|caused|due|specific|an issue)|unrelated to|no (?:issues?|problems?|outages?) (?:with|at|on)|other than|instead of|unlike)\b[^.]*§/i

/** Texts that may name one, in sentences; the names of vendors among them are candidates. */
export function candidateNames(texts: readonly UpstreamText[]): string[] {
  const names = new Set<string>()
  for (const { sentence } of sentencesOf(texts))
    for (const { words } of runsOf(sentence)) names.add(words.toLowerCase())
  return [...names]
}

/**
 * The companies that the texts name as those whose trouble it is, each once, with the sentence that says so. `vendors`: names of
 * vendors to look for beside the well-known ones; `own`: names of the vendor itself.
 */
export function findUpstreams(
  texts: readonly UpstreamText[],
  { vendors, own }: { vendors: readonly string[]; own: readonly string[] },
): NamedUpstream[] {
  const known = new Map<string, string>()
  for (const name of vendors) known.set(name, name)
  for (const [name, ...written] of KNOWN_UPSTREAMS) for (const form of [name, ...written]) known.set(form, name)
  const ours = own.map((name) => name.toLowerCase())
  const isExternal = texts.some(({ text }) => EXTERNAL.test(text))
  const found = new Map<string, NamedUpstream>()
  for (const { sentence, updateId } of sentencesOf(texts)) {
    for (const { words, at } of runsOf(sentence)) {
      const name = known.get(words)
      if (name === undefined || found.has(name) || isOwn(name, ours)) continue
      if (isWithin(sentence, at, words, known)) continue
      if (!WELL_KNOWN.has(name) && isChance(words, at, updateId)) continue
      if (!blames(sentence, at, words, isExternal)) continue
      found.set(name, { name, quote: cut(sentence), updateId })
    }
  }
  return [...found.values()]
}

/** Whether the sentence says that the trouble is the named one's. */
function blames(sentence: string, at: number, words: string, isExternal: boolean): boolean {
  const rest = sentence.slice(at + words.length)
  if (OWN_PART.test(rest)) return false
  const marked = `${sentence.slice(0, at)}§${rest}`
  if (NOT_SO.test(marked)) return false
  return SAYS.some((pattern) => pattern.test(marked)) || (isExternal && AFFECTS.some((pattern) => pattern.test(marked)))
}

const SAYS = SAYS_SO.map((source) => new RegExp(source, 'i'))
const AFFECTS = AFFECTED.map((source) => new RegExp(source, 'i'))

/** "Google" in "Google Cloud": the longer name counts. */
function isWithin(sentence: string, at: number, words: string, known: ReadonlyMap<string, string>): boolean {
  return runsOf(sentence).some(
    (other) =>
      other.words.length > words.length &&
      other.at <= at &&
      other.at + other.words.length >= at + words.length &&
      known.has(other.words),
  )
}

const WELL_KNOWN = new Set(KNOWN_UPSTREAMS.map(([name]) => name))

/** A vendor may have a common word for its name, and titles and beginnings of sentences are in capitals. */
function isChance(words: string, at: number, updateId: string | null): boolean {
  return !words.includes(' ') && (at === 0 || updateId === null || /^\p{Ll}/u.test(words))
}

function isOwn(name: string, own: readonly string[]): boolean {
  const lower = name.toLowerCase()
  return own.some((ours) => ours === lower || ours.startsWith(`${lower} `) || lower.startsWith(`${ours} `))
}

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}.&+-]*[\p{L}\p{N}])?(?:[’'](?!s\b)[\p{L}]+|[’']s(?= [A-Z]))?/gu

/** Every run of up to four words in a row, and where it begins. */
function runsOf(sentence: string): { words: string; at: number }[] {
  const words = [...sentence.matchAll(WORD)].map((match) => ({ text: match[0], at: match.index }))
  const runs: { words: string; at: number }[] = []
  words.forEach(({ at }, index) => {
    for (const last of words.slice(index, index + MAX_WORDS))
      runs.push({ words: sentence.slice(at, last.at + last.text.length), at })
  })
  return runs
}

function sentencesOf(texts: readonly UpstreamText[]): { sentence: string; updateId: string | null }[] {
  return texts.flatMap(({ text, updateId }) =>
    text
      .slice(0, MAX_TEXT)
      .replace(/<[^>]*>/g, '\n')
      .split(/(?<=[.!?])\s+|\s*\n+\s*/)
      .map((sentence) => sentence.replace(/^[>\s*-]+|\*\*/g, '').trim())
      .filter((sentence) => CUE.test(sentence) || (updateId === null && sentence !== ''))
      .map((sentence) => ({ sentence, updateId })),
  )
}

function cut(sentence: string): string {
  return sentence.length <= MAX_QUOTE ? sentence : `${sentence.slice(0, MAX_QUOTE - 1).trimEnd()}…`
}
