import type { Status } from '#lib/domain/incident.ts'
import { toPlainWord } from './plain-word.ts'
import { type Meaning, STATE_VOCABULARY } from './state-vocabulary.ts'
import { STATUS_WORDS } from './words.ts'

/** Words that open an item which is not about an incident. */
export const ANNOUNCEMENT_WORDS: ReadonlySet<string> = new Set(
  `
    announcement, release, release notes, changelog, cancelled, canceled, called off, postponed, verschoben,
    reporté, reportée, annulée, cancelada, aplazado, pospuesto, adiado, adiada, annullata, rinviato, uitgesteld,
    odwołano, odwołane, inställt, aflyst, отменено, отменены, 中止, 延期, 已取消, 取消, 취소, 취소됨, abgesagt, annulé, cancelado,
    annullato, geannuleerd`
    .split(',')
    .map((word) => word.trim()),
)

const KNOWN: readonly (readonly [string, Meaning])[] = [
  ...STATUS_WORDS,
  ...Object.entries(STATE_VOCABULARY).flatMap(([meaning, words]) =>
    words.split(',').map((word) => [word.trim(), meaning as Meaning] as const),
  ),
]
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(KNOWN.map(([word, meaning]) => [toPlainWord(word), meaning]))

/** The meaning of a word, also in capitals, with underscores or with hyphens; null for an unknown word. */
export function meaningOf(word: string | null | undefined): Meaning | null {
  if (word === null || word === undefined) return null
  const plain = toPlainWord(word.trim()).replace(/[.!]$/, '')
  const found = MEANINGS.get(plain) ?? MEANINGS.get(plain.replace(/[_-]+/g, ' '))
  if (found !== undefined) return found
  if (NUMBERED_NOTE.test(plain)) return 'note'
  const meaning = MEANINGS.get(plain.replace(SUBJECT_IN_FRONT, '').replace(SUBJECT_BEHIND, '').trim()) ?? null
  return meaning === 'note' ? null : meaning
}

/** "Update 2", "Update #3". */
const NUMBERED_NOTE = /^(?:update|mise a jour|actualizacion|atualizacao|aktualisierung) ?(?:no\.? ?|nr\.? ?|#)?\d{1,3}$/
const SUBJECTS = toPlainWord(
  'incident|incidente|issue|problem|probleme|problema|outage|disruption|service|storung|ausfall|panne|storing|maintenance|' +
    'wartung|manutencao|manutenzione|mantenimiento|onderhoud|инцидент|проблема|сбой|awaria|障害|故障|장애',
)
/** "Incident resolved", "Störung behoben", "障害復旧": the noun that the state word goes with. */
const SUBJECT_IN_FRONT = new RegExp(`^(?:${SUBJECTS})(?: (?:is|has been|ist|wurde|est|a ete))?(?: |(?<=[^ -~]))`)
const SUBJECT_BEHIND = new RegExp(` (?:${SUBJECTS})$`)

/** Words that also begin or end ordinary titles and lines. */
const ORDINARY = /^(?:up|down|ready|active|outage|detected|started|solved|ended|open|closed)$/

/**
 * Whether a word that only a colon or a dash sets apart is no state: "Outage: EU region", "Service outage: EU region" and
 * "Problem detected: login" name what happened. With its subject, a word that ends something is one: "Issue solved: login".
 */
export function isOrdinary(word: string): boolean {
  const plain = toPlainWord(word.trim())
  if (ORDINARY.test(plain)) return true
  const bare = plain.replace(SUBJECT_IN_FRONT, '').replace(SUBJECT_BEHIND, '').trim()
  return ORDINARY.test(bare) && OPENING.includes(meaningOf(word))
}

const OPENING: readonly (Meaning | null)[] = ['open', 'investigating', 'in_progress']

/** Our status for a word; null where there is none. */
export function statusOf(meaning: Meaning | null): Status | null {
  return meaning === null || meaning === 'open' || meaning === 'note' ? null : meaning
}

/** The newest state word of an incident, if it is unknown; null if it is known or there is none. */
export function unknownWordOf(updates: readonly { sourceStatus: string | null }[]): string | null {
  const word = updates.findLast(({ sourceStatus }) => !isAside(sourceStatus))?.sourceStatus ?? null
  return meaningOf(word) === null ? word : null
}

/** Whether a word says nothing about an incident's state. */
function isAside(word: string | null): boolean {
  const meaning = meaningOf(word)
  return word === null || meaning === 'note' || meaning === 'postmortem'
}
