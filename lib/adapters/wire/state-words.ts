import type { Status } from '#lib/domain/incident.ts'
import { STATUS_WORDS } from './words.ts'

/** What a word says of an incident: a status of ours, or that it goes on, or (a note) nothing of its state. */
export type Meaning = Status | 'open' | 'note'

/**
 * The words by which status pages say how an incident stands, in the languages in which such pages are met. In lower case,
 * as written: "in progress" stands for "in_progress" and "In-Progress" too, see `meaningOf`.
 */
const WORDS: Readonly<Record<Meaning, readonly string[]>> = {
  investigating: [
    'investigation',
    'under investigation',
    'detected',
    'new incident',
    // German, French, Spanish, Portuguese, Italian, Dutch
    'untersuchung',
    'wird untersucht',
    'in untersuchung',
    'enquête en cours',
    'en cours d’analyse',
    'investigando',
    'en investigación',
    'em investigação',
    'indagine in corso',
    'in onderzoek',
    'onderzoek',
    // Polish, Swedish, Danish, Norwegian, Turkish, Russian, Czech
    'badanie',
    'w trakcie analizy',
    'undersöker',
    'undersøger',
    'undersøker',
    'inceleniyor',
    'расследуется',
    'изучаем',
    'vyšetřujeme',
    // Japanese, Chinese, Korean
    '調査中',
    '调查中',
    '調查中',
    '조사 중',
  ],
  identified: [
    'fixing',
    'fix in progress',
    'identifiziert',
    'identifié',
    'identifiée',
    'identificado',
    'identificato',
    'geïdentificeerd',
    'zidentyfikowano',
    'identifierat',
    'identificeret',
    'identifisert',
    'belirlendi',
    'определена',
    'identifikováno',
    '原因特定',
    '特定済み',
    '已确认',
    '已確認',
    '확인됨',
  ],
  monitoring: [
    'mitigated',
    'watching',
    'observing',
    'beobachtung',
    'wird beobachtet',
    'überwachung',
    'surveillance',
    'en observation',
    'monitorizando',
    'supervisando',
    'monitorando',
    'monitoraggio',
    'monitoreo',
    'monitoramento',
    'monitoren',
    'monitorowanie',
    'övervakar',
    'overvåger',
    'overvåker',
    'izleniyor',
    'наблюдение',
    'sledujeme',
    '監視中',
    '监控中',
    '監控中',
    '모니터링 중',
  ],
  resolved: [
    'fixed',
    'recovered',
    'closed',
    'ended',
    'solved',
    'restored',
    'up',
    'operational',
    'all systems operational',
    'behoben',
    'gelöst',
    'beendet',
    'erledigt',
    'résolu',
    'résolue',
    'terminé',
    'terminée',
    'resuelto',
    'resuelta',
    'solucionado',
    'finalizado',
    'resolvido',
    'encerrado',
    'risolto',
    'chiuso',
    'concluso',
    'opgelost',
    'verholpen',
    'rozwiązano',
    'rozwiązany',
    'zakończono',
    'löst',
    'åtgärdat',
    'løst',
    'çözüldü',
    'решено',
    'решён',
    'устранено',
    'завершено',
    'vyřešeno',
    'ukončeno',
    '解決済み',
    '解決',
    '復旧',
    '復旧済み',
    '已解决',
    '已解決',
    '已恢复',
    '已恢復',
    '해결됨',
    '복구됨',
  ],
  postmortem: ['post-mortem', 'post mortem', 'retrospective'],
  scheduled: [
    'planned',
    'upcoming',
    'ready',
    'not started yet',
    'geplant',
    'angekündigt',
    'planifié',
    'planifiée',
    'prévu',
    'programado',
    'programada',
    'planificado',
    'agendado',
    'agendada',
    'programmato',
    'pianificato',
    'gepland',
    'zaplanowano',
    'planerat',
    'planlagt',
    'planlandı',
    'запланировано',
    'naplánováno',
    '予定',
    '計画済み',
    '计划中',
    '已計劃',
    '예정됨',
  ],
  in_progress: ['started', 'maintenance in progress', 'under maintenance', 'in bearbeitung', 'en progreso'],
  verifying: ['verification'],
  completed: [
    'complete',
    'finished',
    'maintenance complete',
    'maintenance completed',
    'abgeschlossen',
    'achevé',
    'completado',
    'completada',
    'concluído',
    'concluída',
    'completato',
    'voltooid',
    'afgerond',
    'slutfört',
    'afsluttet',
    'fullført',
    'tamamlandı',
    'dokončeno',
    '完了',
    '已完成',
    '완료됨',
  ],
  open: [
    'ongoing',
    'open',
    'active',
    'went down',
    'down',
    'outage',
    'unresolved',
    'laufend',
    'andauernd',
    'offen',
    'en cours',
    'en curso',
    'em andamento',
    'in corso',
    'lopend',
    'w toku',
    'pågående',
    'pågår',
    'devam ediyor',
    'в процессе',
    'probíhá',
    '発生中',
    '対応中',
    '进行中',
    '進行中',
    '진행 중',
  ],
  note: ['update', 'updated', 'notice', 'note', 'aktualisiert', 'mise à jour', 'actualización', 'atualização', '更新'],
}

/** Words that open an item which tells of no incident. */
export const ANNOUNCEMENT_WORDS: ReadonlySet<string> = new Set([
  'announcement',
  'release',
  'release notes',
  'changelog',
  'cancelled',
  'canceled',
  'abgesagt',
  'annulé',
  'cancelado',
  'annullato',
  'geannuleerd',
])

const KNOWN: readonly (readonly [string, Meaning])[] = [
  ...STATUS_WORDS,
  ...Object.entries(WORDS).flatMap(([meaning, words]) => words.map((word) => [word, meaning as Meaning] as const)),
]
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(KNOWN.map(([word, meaning]) => [toPlainWord(word), meaning]))

/** The same for a word in capitals and composed in any way. Turkish has i with and without a dot in either case. */
function toPlainWord(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('\u0307', '').replaceAll('ı', 'i')
}

/** Every word that has a meaning, longest first, as a regular expression that ignores case; for texts in NFC. */
export const STATE_WORDS: readonly string[] = [...new Set(KNOWN.map(([word]) => word))]
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[iı]/g, '[iıİ]\u0307?'))

/** What a word says, be it in capitals, with underscores or with hyphens; null for one that is not known. */
export function meaningOf(word: string | null | undefined): Meaning | null {
  if (word === null || word === undefined) return null
  const plain = toPlainWord(word.trim())
  return MEANINGS.get(plain) ?? MEANINGS.get(plain.replace(/[_-]+/g, ' ')) ?? null
}

/** The status of ours that a word stands for; null where it has none. */
export function statusOf(meaning: Meaning | null): Status | null {
  return meaning === null || meaning === 'open' || meaning === 'note' ? null : meaning
}

/** The newest word for how an incident stands, where that is one that nobody knows; null where it is known or there is none. */
export function unknownWordOf(updates: readonly { sourceStatus: string | null }[]): string | null {
  const word = updates.findLast(({ sourceStatus }) => !isAside(sourceStatus))?.sourceStatus ?? null
  return meaningOf(word) === null ? word : null
}

/** Whether a word says nothing of how an incident stands. */
function isAside(word: string | null): boolean {
  const meaning = meaningOf(word)
  return word === null || meaning === 'note' || meaning === 'postmortem'
}
