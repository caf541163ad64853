import { type Impact, rankImpact, type Status } from '#lib/domain/incident.ts'
import { parseCstateTime } from './cstate-time.ts'
import { type Labelled, readLabelled } from './labelled-lines.ts'
import { htmlToText } from './markdown.ts'
import { ANNOUNCEMENT_WORDS, type Meaning, meaningOf, STATE_WORDS, statusOf } from './state-words.ts'
import { isPlausible } from './time.ts'
import { IMPACT_WORDS } from './words.ts'

/** What a feed item says of status, times, impact and components in words that no format prescribes. */
export interface StatusNote {
  /** The title without what it says of the status. */
  title: string
  /** What the item says of the state; null when nothing in it does. */
  meaning: Meaning | null
  status: Status | null
  /** The word by which the status is said; null when nothing says it. */
  sourceStatus: string | null
  /** A word that stands where a status does and is not known; null when there is none. */
  unknownStatus: string | null
  impact: Impact
  sourceImpact: string | null
  /** The end that a resolved item states: a labelled line, or a category that is a time (cState). */
  endedAt: Date | null
  /** Facts in lines of their own. */
  labelled: Labelled
  /** Whether its words call it a maintenance. */
  isMaintenance: boolean
  /** Whether its words call it a release, an announcement or a plan that was called off. */
  isAnnouncement: boolean
  /** From a list under "Affected components", or a line of them; the word in brackets behind each. */
  components: { name: string; status: string | null }[]
}

/** Words for how bad it is, ours and others. */
const SEVERITIES: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ...IMPACT_WORDS,
  ['degraded', 'minor'],
  ['degraded performance', 'minor'],
  ['degraded_performance', 'minor'],
  ['partial outage', 'major'],
  ['partial_outage', 'major'],
  ['unavailable', 'major'],
  ['major outage', 'critical'],
  ['major_outage', 'critical'],
])

/** How things are when nothing is wrong: no severity. */
const WELL = /^(?:available|operational|up)$/i

const WORD = STATE_WORDS.join('|')
/** Where only a colon or a dash parts it from the title, a word must be one that begins or ends no ordinary title. */
const LOOSE = STATE_WORDS.filter(
  (word) => !/^(?:up|down|ready|active|outage|detected|started|solved|ended)$/.test(word),
).join('|')
const IN_FRONT = new RegExp(`^(?:\\[(${WORD})\\]|(${LOOSE}) ?[:–—-] ) ?`, 'i')
const BEHIND = new RegExp(`(?: ?[([（](${WORD})[)\\]）]| [–—-] (${LOOSE})| (went down|recovered))$`, 'i')
/** FireHydrant: what sort of entry it is, and the title of the incident in quotation marks. */
const QUOTED = /^(New incident|Update for incident|Note on incident):? ["“](.+)["”]$/i
/** "[Maintenance] Weekly window": the sort of the item (Kener). */
const SORT_IN_FRONT = /^\[(incident|maintenance|announcement|release)\] ?/i
/** The first bold word: "Resolved — the issue has been …". */
const FIRST_BOLD = /^\s*(?:<(?:p|div)\b[^<>]*>\s*)*<(?:strong|b)>([^<]{1,30})<\/(?:strong|b)>\s*[–—:-]/i
/** FireHydrant: "Milestone is now 'resolved'." */
const MILESTONE = /\bmilestone is now ['"‘“]([^'"’”\n]{1,40})['"’”]/i
const COMPONENT_LIST = /affected components:?\s*(?:<[^<>]*>\s*){0,5}<ul\b[^<>]*>([\s\S]{0,8000}?)<\/ul>/i

/** The word for planned work, in the languages in which status pages are met. */
const MAINTENANCE =
  /(?<!\p{L})(?:maintenance\b|wartung|mantenimiento\b|manutenção|manutenzione\b|onderhoud\b|konserwacj|underhåll|vedligehold|vedlikehold|bakım|údržb)|обслуживани|メンテナンス|维护|維護|점검/iu
/** A title that begins or ends with that word is one of planned work, unless it speaks of trouble. */
const MAINTENANCE_TITLE = new RegExp(
  `^(?:(?:scheduled|planned|emergency|upcoming|geplante|planifiée?|programad[oa])\\b.{0,80})?(?:${MAINTENANCE.source})|(?:${MAINTENANCE.source})\\S{0,20}$`,
  'iu',
)
const TROUBLE =
  /error|outage|fail|\bdown\b|slow|degrad|unavailab|issue|problem|delay|disrupt|incident|störung|ausfall|panne|fallo/i

/**
 * Reads the title first, then the content, then the categories. `summary` is a second text that the item may have, `published` its
 * time as written.
 */
export function readStatusNote(
  title: string,
  content: string,
  categories: readonly string[],
  { summary = null, published = null }: { summary?: string | null; published?: string | null } = {},
): StatusNote {
  const text = [content, summary ?? ''].map((one) => htmlToText(one.slice(0, 4_000))).join('\n')
  const labelled = readLabelled(text)
  const [, entry = null, quoted = null] = QUOTED.exec(title) ?? []
  const sort = SORT_IN_FRONT.exec(title)?.[1]?.toLowerCase() ?? null
  const whole = (quoted ?? title).replace(SORT_IN_FRONT, '')
  const bare = whole.replace(IN_FRONT, '').replace(BEHIND, '').trim()
  const stated = MILESTONE.exec(text)?.[1] ?? labelled.status
  const sourceStatus =
    wordIn(whole) ?? known(stated) ?? known(FIRST_BOLD.exec(content)?.[1]) ?? categories.find(known) ?? entryWord(entry)
  const meaning = meaningOf(sourceStatus)
  const status = statusOf(meaning)
  const components = componentsIn(content, labelled)
  const severity = labelled.severity ?? categories.find((word) => SEVERITIES.has(word.toLowerCase())) ?? null
  const sourceImpact = WELL.test(severity ?? '') ? null : severity
  return {
    title: bare === '' ? title : bare,
    meaning,
    status,
    sourceStatus,
    unknownStatus: stated !== null && meaningOf(stated) === null && wordIn(whole) === null ? stated : null,
    impact: SEVERITIES.get(sourceImpact?.toLowerCase() ?? '') ?? worstOf(components),
    sourceImpact,
    endedAt:
      status === 'resolved' || status === 'completed' ? (labelled.endedAt ?? endIn(categories, published)) : null,
    labelled,
    isMaintenance: sort === 'maintenance' || saysMaintenance(bare, labelled, categories),
    isAnnouncement: [sort, labelled.type, labelled.status, ...categories].some(isAnnouncement),
    components,
  }
}

function saysMaintenance(title: string, { type, scheduledFrom }: Labelled, categories: readonly string[]): boolean {
  if (type !== null) return MAINTENANCE.test(type)
  if (scheduledFrom !== null || categories.some((word) => /^(?:scheduled |planned )?maintenance$/i.test(word)))
    return true
  return MAINTENANCE_TITLE.test(title) && !TROUBLE.test(title)
}

function isAnnouncement(word: string | null): boolean {
  return word !== null && ANNOUNCEMENT_WORDS.has(word.toLowerCase())
}

/** A new incident is open, whatever else its entry says; the other entries say nothing of the state. */
function entryWord(entry: string | null): string | null {
  if (entry === null) return null
  return /^new/i.test(entry) ? 'open' : 'update'
}

function endIn(categories: readonly string[], published: string | null): Date | null {
  return (
    categories
      .map((category) => parseCstateTime(category, published))
      .find((time) => time !== null && isPlausible(time)) ?? null
  )
}

function wordIn(title: string): string | null {
  const match = IN_FRONT.exec(title) ?? BEHIND.exec(title)
  return match?.slice(1).find((word) => word !== undefined) ?? null
}

function known(text: string | null | undefined): string | null {
  const word = text?.trim() ?? ''
  return meaningOf(word) === null ? null : word
}

function componentsIn(content: string, labelled: Labelled): StatusNote['components'] {
  const list = COMPONENT_LIST.exec(content.slice(0, 64_000))?.[1] ?? ''
  const entries = [...list.matchAll(/<li\b[^<>]*>([^<]{1,200})/gi)].map(([, entry = '']) => htmlToText(entry))
  return (entries.length === 0 ? labelled.components : entries).map((text) => {
    const match = /^(.+) \(([^()]+)\)$/.exec(text)
    return { name: match?.[1] ?? text, status: match?.[2] ?? null }
  })
}

/** The worst that is said of a component; unknown where nothing is said of any. */
function worstOf(components: StatusNote['components']): Impact {
  const impacts = components.flatMap(({ status }) => SEVERITIES.get(status?.toLowerCase() ?? '') ?? [])
  return impacts.sort((a, b) => rankImpact(b) - rankImpact(a))[0] ?? 'unknown'
}
