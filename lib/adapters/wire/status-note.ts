import type { Impact, Status } from '#lib/domain/incident.ts'
import { htmlToText } from './markdown.ts'
import { isPlausible, parseInstant } from './time.ts'
import { IMPACT_WORDS, STATUS_WORDS } from './words.ts'

/** What a feed item says of status, impact and components in words that no format prescribes. */
export interface StatusNote {
  /** The title without the status in front of it or behind it. */
  title: string
  status: Status | null
  /** The word by which the status is said; null when nothing says it. */
  sourceStatus: string | null
  impact: Impact
  sourceImpact: string | null
  /** The end that a resolved item states: "Resolved: <time>" in the text, or a category that is a time (cState). */
  endedAt: Date | null
  /** From a list under "Affected components"; the word in brackets behind each. */
  components: { name: string; status: string | null }[]
}

/** Null where the word is a status word that says nothing of ours. */
const WORDS: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['fixed', 'resolved'],
  ['recovered', 'resolved'],
  ['closed', 'resolved'],
  ['已恢复', 'resolved'],
  ['watching', 'monitoring'],
  ['planned', 'scheduled'],
  ['upcoming', 'scheduled'],
  ['complete', 'completed'],
  ['update', null],
  ['updated', null],
  ['ongoing', null],
  ['open', null],
  ['went down', null],
])

/** Words for how bad it is, ours and others. "Available" is not among them: it is how things are after the end. */
const SEVERITIES: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ...IMPACT_WORDS,
  ['degraded', 'minor'],
  ['degraded performance', 'minor'],
  ['partial outage', 'major'],
  ['unavailable', 'major'],
  ['major outage', 'critical'],
])

const WORD = [...WORDS.keys()].sort((a, b) => b.length - a.length).join('|')
const IN_FRONT = new RegExp(`^(?:\\[(${WORD})\\]|(${WORD}) ?[:–—-] ) ?`, 'i')
const BEHIND = new RegExp(`(?: ?[([（](${WORD})[)\\]）]| [–—-] (${WORD})| (went down|recovered))$`, 'i')
/** "Status: Resolved" at the head of a text, or its first bold word: "Resolved — the issue has been …". */
const NAMED_STATUS = /^(?:current )?status: ?([^\n]{1,30})$/im
const FIRST_BOLD = /^\s*(?:<(?:p|div)\b[^<>]*>\s*)*<(?:strong|b)>([^<]{1,30})<\/(?:strong|b)>\s*[–—:-]/i
const NAMED_SEVERITY = /^(?:severity|impact): ?([^\n]{1,30})$/im
const NAMED_END = /^resolved(?: at)?: ?([^\n]{1,60})$/im
const COMPONENT_LIST = /affected components:?\s*(?:<[^<>]*>\s*){0,5}<ul\b[^<>]*>([\s\S]{0,8000}?)<\/ul>/i

/** Reads the title first, then the content, then the categories. */
export function readStatusNote(title: string, content: string, categories: readonly string[]): StatusNote {
  const text = htmlToText(content.slice(0, 4_000))
  const bare = title.replace(IN_FRONT, '').replace(BEHIND, '').trim()
  const sourceStatus =
    wordIn(title) ??
    statusWord(NAMED_STATUS.exec(text)?.[1]) ??
    statusWord(FIRST_BOLD.exec(content)?.[1]) ??
    categories.find(statusWord) ??
    null
  const severity =
    NAMED_SEVERITY.exec(text)?.[1]?.trim() ?? categories.find((word) => SEVERITIES.has(word.toLowerCase())) ?? null
  const sourceImpact = /^(?:available|operational)$/i.test(severity ?? '') ? null : severity
  const status = WORDS.get(sourceStatus?.toLowerCase() ?? '') ?? null
  return {
    title: bare === '' ? title : bare,
    status,
    sourceStatus,
    impact: SEVERITIES.get(sourceImpact?.toLowerCase() ?? '') ?? 'unknown',
    sourceImpact,
    endedAt: status === 'resolved' ? firstInstant([NAMED_END.exec(text)?.[1], ...categories]) : null,
    components: componentsIn(content),
  }
}

function firstInstant(texts: readonly (string | undefined)[]): Date | null {
  return texts.map(parseInstant).find((time) => time !== null && isPlausible(time)) ?? null
}

function wordIn(title: string): string | null {
  const match = IN_FRONT.exec(title) ?? BEHIND.exec(title)
  return match?.slice(1).find((word) => word !== undefined) ?? null
}

function statusWord(text: string | undefined): string | null {
  const word = text?.trim() ?? ''
  return WORDS.has(word.toLowerCase()) ? word : null
}

function componentsIn(content: string): StatusNote['components'] {
  const list = COMPONENT_LIST.exec(content.slice(0, 64_000))?.[1] ?? ''
  return [...list.matchAll(/<li\b[^<>]*>([^<]{1,200})/gi)].map(([, entry = '']) => {
    const text = htmlToText(entry)
    const match = /^(.+) \(([^()]+)\)$/.exec(text)
    return { name: match?.[1] ?? text, status: match?.[2] ?? null }
  })
}
