import type { StoryState } from './feed-stories.ts'

type Words = Record<Exclude<StoryState, 'note' | 'postmortem'>, string> & { maintenance: string }

/** Status pages' wording in each language; for a maintenance, the word that calls it one. */
export const LANGUAGES: Record<string, Words> = {
  english: words(
    'Investigating',
    'Identified',
    'Monitoring',
    'Resolved',
    'Scheduled',
    'In progress',
    'Completed',
    'maintenance',
  ),
  german: words(
    'Wird untersucht',
    'Identifiziert',
    'Beobachtung',
    'Behoben',
    'Geplant',
    'In Bearbeitung',
    'Abgeschlossen',
    'Wartung',
  ),
  french: words(
    'Enquête en cours',
    'Identifié',
    'Surveillance',
    'Résolu',
    'Planifié',
    'En cours',
    'Terminé',
    'maintenance',
  ),
  spanish: words(
    'Investigando',
    'Identificado',
    'Supervisando',
    'Resuelto',
    'Programado',
    'En progreso',
    'Completado',
    'mantenimiento',
  ),
  portuguese: words(
    'Investigando',
    'Identificado',
    'Monitorando',
    'Resolvido',
    'Agendado',
    'Em andamento',
    'Concluído',
    'manutenção',
  ),
  italian: words(
    'Indagine in corso',
    'Identificato',
    'Monitoraggio',
    'Risolto',
    'Programmato',
    'In corso',
    'Completato',
    'manutenzione',
  ),
  dutch: words(
    'In onderzoek',
    'Geïdentificeerd',
    'Monitoren',
    'Opgelost',
    'Gepland',
    'Lopend',
    'Voltooid',
    'onderhoud',
  ),
  polish: words(
    'Badanie',
    'Zidentyfikowano',
    'Monitorowanie',
    'Rozwiązano',
    'Zaplanowano',
    'W toku',
    'Zakończono',
    'konserwacja',
  ),
  swedish: words('Undersöker', 'Identifierat', 'Övervakar', 'Löst', 'Planerat', 'Pågående', 'Slutfört', 'underhåll'),
  danish: words('Undersøger', 'Identificeret', 'Overvåger', 'Løst', 'Planlagt', 'Pågår', 'Afsluttet', 'vedligehold'),
  turkish: words(
    'İnceleniyor',
    'Belirlendi',
    'İzleniyor',
    'Çözüldü',
    'Planlandı',
    'Devam ediyor',
    'Tamamlandı',
    'bakım',
  ),
  russian: words(
    'Расследуется',
    'Определена',
    'Наблюдение',
    'Решено',
    'Запланировано',
    'В процессе',
    'Завершено',
    'обслуживание',
  ),
  czech: words(
    'Vyšetřujeme',
    'Identifikováno',
    'Sledujeme',
    'Vyřešeno',
    'Naplánováno',
    'Probíhá',
    'Dokončeno',
    'údržba',
  ),
  japanese: words('調査中', '原因特定', '監視中', '解決済み', '予定', '対応中', '完了', 'メンテナンス'),
  chinese: words('调查中', '已确认', '监控中', '已解决', '计划中', '进行中', '已完成', '维护'),
  korean: words('조사 중', '확인됨', '모니터링 중', '해결됨', '예정됨', '진행 중', '완료됨', '점검'),
}

function words(
  ...[investigating, identified, monitoring, resolved, scheduled, in_progress, completed, maintenance]: [
    ...[string, string, string, string],
    ...[string, string, string, string],
  ]
): Words {
  return { investigating, identified, monitoring, resolved, scheduled, in_progress, completed, maintenance }
}

export const LETTER_CASES = ['as it is', 'upper', 'lower', 'decomposed'] as const
export interface Wording {
  language: string
  letterCase: (typeof LETTER_CASES)[number]
}

/** The word for a state. */
export function wordFor(state: StoryState, { language, letterCase }: Wording): string {
  if (state === 'note') return 'Update'
  const word = state === 'postmortem' ? 'Postmortem' : (LANGUAGES[language] as Words)[state]
  if (letterCase === 'decomposed') return word.normalize('NFD')
  return letterCase === 'upper' ? word.toUpperCase() : letterCase === 'lower' ? word.toLowerCase() : word
}

/** Where an item gives its state. */
export const PLACES = ['brackets', 'colon', 'behind', 'wide', 'dash', 'line', 'bold', 'category'] as const
export type Place = (typeof PLACES)[number]

/** The title with the word in it, if it belongs there. */
export function titleWith(title: string, word: string, place: Place): string {
  const written: Partial<Record<Place, string>> = {
    brackets: `[${word}] ${title}`,
    colon: `${word}: ${title}`,
    behind: `${title} (${word})`,
    wide: `${title}（${word}）`,
    dash: `${title} - ${word}`,
  }
  return written[place] ?? title
}

/** HTML with the word in it, if it belongs there. */
export function contentWith(text: string, word: string, place: Place): string {
  if (place === 'line') return `<p><b>Status: ${word}</b></p><p>${text}</p>`
  return place === 'bold' ? `<p><strong>${word}</strong> — ${text}</p>` : `<p>${text}</p>`
}
