import type { Impact, Status } from '#lib/domain/incident.ts'
import { CLOSING } from '#lib/domain/span.ts'
import { parseCstateTime } from './cstate-time.ts'
import { type Labelled, readLabelled, readSentence } from './labelled-lines.ts'
import { htmlToText } from './markdown.ts'
import type { Meaning } from './state-vocabulary.ts'
import { ANNOUNCEMENT_WORDS, meaningOf, statusOf } from './state-words.ts'
import { isPlausible } from './time.ts'
import { readTitleState } from './title-state.ts'
import { IMPACT_WORDS } from './words.ts'
import { worstOf } from './worst.ts'

/** What a feed item says about status, times, impact and components in free text. */
export interface StatusNote {
  /** The title without its status words. */
  title: string
  /** The title's status word; null if it has none. */
  titleWord: string | null
  /** What the item says about the state; null if nothing in it does. */
  meaning: Meaning | null
  status: Status | null
  /** The status word; null if there is none. */
  sourceStatus: string | null
  /** An unknown word in the place of a status; null when there is none. */
  unknownStatus: string | null
  impact: Impact
  sourceImpact: string | null
  /** The end that a resolved item states: a labelled line, or a category that is a time (cState). */
  endedAt: Date | null
  /** Facts on separate lines. */
  labelled: Labelled
  /** Whether its words call it a maintenance. */
  isMaintenance: boolean
  /** Whether its words call it a release, an announcement or a cancelled plan. */
  isAnnouncement: boolean
  /** From a list under "Affected components", or a line of them; with the word in brackets after each. */
  components: { name: string; status: string | null }[]
}

/** Words for severity, ours and others. */
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

/** The normal state, which is not a severity. */
const WELL = /^(?:available|operational|up)$/i

/** FireHydrant: the kind of entry, and the incident's title in quotation marks. */
const QUOTED = /^(New incident|Update for incident|Note on incident):? ["“](.+)["”]$/i
/** A bold word at the beginning of a paragraph or line: "Resolved — the issue has been …". */
const FIRST_BOLD = /(?:^|<(?:p|div|li|br)\b[^<>]*>)\s*<(?:strong|b)>([^<]{1,30})<\/(?:strong|b)>\s*[–—:-]/gi
/** FireHydrant: "Milestone is now 'resolved'." */
const MILESTONE = /\bmilestone is now ['"‘“]([^'"’”\n]{1,40})['"’”]/i
const COMPONENT_LIST = /affected components:?\s*(?:<[^<>]*>\s*){0,5}<ul\b[^<>]*>([\s\S]{0,8000}?)<\/ul>/i

/** The word for planned work, in the languages of status pages. */
const MAINTENANCE =
  /(?<!\p{L})(?:maintenance\b|wartung|mantenimiento\b|manutenção|manutenzione\b|onderhoud\b|konserwacj|underhåll|vedligehold|vedlikehold|bakım|údržb)|обслуживани|メンテナンス|维护|維護|점검/iu
/** A title that begins or ends with that word means planned work, unless it mentions trouble. */
const MAINTENANCE_TITLE = new RegExp(
  `^(?:(?:scheduled|planned|emergency|upcoming|geplante|planifiée?|programad[oa])\\b.{0,80})?(?:${MAINTENANCE.source})|(?:${MAINTENANCE.source})\\S{0,20}$`,
  'iu',
)
const TROUBLE =
  /error|outage|fail|\bdown\b|slow|degrad|unavailab|issue|problem|delay|disrupt|incident|störung|ausfall|panne|fallo/i

/**
 * Reads the title first, then the content, then the categories. `summary` is a second text that the item may have, `published`
 * its time as written.
 */
export function readStatusNote(
  title: string,
  content: string,
  categories: readonly string[],
  { summary = null, published = null }: { summary?: string | null; published?: string | null } = {},
): StatusNote {
  const text = [content, ...(summary === null ? [] : [summary])]
    .map((one) => htmlToText(withColons(one.slice(0, 4_000))))
    .join('\n')
  const labelled = readLabelled(text)
  const [, entry = null, quoted = null] = QUOTED.exec(title) ?? []
  const told = readTitleState(quoted ?? title)
  const isUnended = meaningOf(told.word) === 'note' && readSentence(text)?.endedAt === null
  const { title: bare, word, sorts } = { ...told, word: isUnended ? 'open' : told.word }
  const stated = MILESTONE.exec(text)?.[1] ?? wordOf(labelled.status)
  const sourceStatus = word ?? known(stated) ?? boldWord(content) ?? categories.find(known) ?? entryWord(entry)
  const meaning = meaningOf(sourceStatus)
  const status = statusOf(meaning)
  const components = componentsIn(content, labelled)
  const severity = labelled.severity ?? categories.find((word) => SEVERITIES.has(word.toLowerCase())) ?? null
  const sourceImpact = WELL.test(severity ?? '') ? null : severity
  return {
    title: bare,
    titleWord: word,
    meaning,
    status,
    sourceStatus,
    unknownStatus: stated !== null && meaningOf(stated) === null && word === null ? stated : null,
    impact:
      SEVERITIES.get(sourceImpact?.toLowerCase() ?? '') ??
      worstOf(
        components.map(({ status }) => status),
        SEVERITIES,
      )[0],
    sourceImpact,
    endedAt: CLOSING.includes(status) ? (labelled.endedAt ?? endIn(categories, published)) : null,
    labelled,
    isMaintenance: sorts.some((sort) => MAINTENANCE.test(sort)) || saysMaintenance(bare, labelled, categories),
    isAnnouncement: [...sorts, labelled.type, labelled.status, ...categories].some(isAnnouncement),
    components,
  }
}

/** A label and its value, in the cells of a row or as a term and its definition. */
function withColons(html: string): string {
  if (!/<\/(?:t[hd]|d[td])/i.test(html)) return html
  return html.replace(/(?::|(?<!\s))\s*<\/(?:th|td|dt)>\s*<(?:td|dd)\b[^<>]*>/gi, ': ').replace(/<\/dd>/gi, '<br>')
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

/** A new incident is open, whatever else its entry says; other entries say nothing about the state. */
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

/** "Resolved" of "Resolved. It lasted an hour": a state may be more than its word. */
function wordOf(text: string | null): string | null {
  return known(text) ?? known(text?.split(/[.;,(–—]/, 1)[0]) ?? text
}

/** The first bold word, unless an older entry comes first and the last bold word says that it is over. */
function boldWord(content: string): string | null {
  if (!/<(?:strong|b)>/i.test(content)) return null
  const bold = [...content.slice(0, 64_000).matchAll(FIRST_BOLD)]
  if (bold[0] === undefined || /[^\s<>]/.test(content.slice(0, bold[0].index).replace(/<[^<>]*>/g, ''))) return null
  const words = bold.flatMap(([, text]) => known(text) ?? [])
  const last = words.at(-1)
  const isOver = last !== undefined && CLOSING.includes(statusOf(meaningOf(last)))
  return known(bold[0][1]) === null ? null : isOver ? last : (words[0] ?? null)
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
