import { hasSharedZone, parsePageInstant } from './page-time.ts'
import { isPlausible, parseInstant, parseZoneless } from './time.ts'
import { toPageTime } from './written-time.ts'

/** Facts from "Label: value" lines in an item's text; null or empty where no line gives them. */
export interface Labelled {
  /** "Incident", "Maintenance", as written. */
  type: string | null
  status: string | null
  severity: string | null
  startedAt: Date | null
  endedAt: Date | null
  durationSeconds: number | null
  scheduledFrom: Date | null
  scheduledUntil: Date | null
  /** The first time that cannot be read because of its form or its zone; null if there is none. */
  oddTime: string | null
  components: string[]
  regions: string[]
}

/** More lines than this are text, not a head of labelled facts. */
const MAX_LINES = 200
/** A date with its year, then a time of day; "Resolved: the fix of 10:00 works" gives no time. */
const LIKE_A_TIME = /^[\w,.+/ -]{0,20}\b20\d\d\b[\w,.+: ()-]{0,12}\d:\d\d[\w.+: ()-]{0,16}$/
const LINE = /^[^\p{L}\d]{0,3}(\p{L}[\p{L} ]{1,30}?) ?[:：] ?(.{1,500})$/u

const LABELS: ReadonlyMap<string, keyof Labelled> = new Map<string, keyof Labelled>([
  ['type', 'type'],
  ['status', 'status'],
  ['current status', 'status'],
  ['state', 'status'],
  ['incident status', 'status'],
  ['severity', 'severity'],
  ['impact', 'severity'],
  ['start', 'startedAt'],
  ['started', 'startedAt'],
  ['started at', 'startedAt'],
  ['start time', 'startedAt'],
  ['outage start', 'startedAt'],
  ['incident start', 'startedAt'],
  ['begin', 'startedAt'],
  ['end', 'endedAt'],
  ['ended', 'endedAt'],
  ['ended at', 'endedAt'],
  ['end time', 'endedAt'],
  ['actual end', 'endedAt'],
  ['outage end', 'endedAt'],
  ['incident end', 'endedAt'],
  ['resolved', 'endedAt'],
  ['resolved at', 'endedAt'],
  ['duration', 'durationSeconds'],
  ['scheduled', 'scheduledFrom'],
  ['scheduled for', 'scheduledFrom'],
  ['scheduled start', 'scheduledFrom'],
  ['scheduled end', 'scheduledUntil'],
  ['scheduled until', 'scheduledUntil'],
  ['zustand', 'status'],
  ['statut', 'status'],
  ['état', 'status'],
  ['estado', 'status'],
  ['situação', 'status'],
  ['stato', 'status'],
  ['stan', 'status'],
  ['статус', 'status'],
  ['состояние', 'status'],
  ['ステータス', 'status'],
  ['状態', 'status'],
  ['状态', 'status'],
  ['狀態', 'status'],
  ['상태', 'status'],
  ['began', 'startedAt'],
  ['start date', 'startedAt'],
  ['beginn', 'startedAt'],
  ['anfang', 'startedAt'],
  ['début', 'startedAt'],
  ['inicio', 'startedAt'],
  ['início', 'startedAt'],
  ['inizio', 'startedAt'],
  ['aanvang', 'startedAt'],
  ['początek', 'startedAt'],
  ['начало', 'startedAt'],
  ['開始', 'startedAt'],
  ['開始日時', 'startedAt'],
  ['発生日時', 'startedAt'],
  ['开始时间', 'startedAt'],
  ['開始時間', 'startedAt'],
  ['시작', 'startedAt'],
  ['closed', 'endedAt'],
  ['finished', 'endedAt'],
  ['end date', 'endedAt'],
  ['ende', 'endedAt'],
  ['fin', 'endedAt'],
  ['fim', 'endedAt'],
  ['fine', 'endedAt'],
  ['einde', 'endedAt'],
  ['koniec', 'endedAt'],
  ['slut', 'endedAt'],
  ['конец', 'endedAt'],
  ['окончание', 'endedAt'],
  ['終了', 'endedAt'],
  ['終了日時', 'endedAt'],
  ['復旧日時', 'endedAt'],
  ['结束时间', 'endedAt'],
  ['結束時間', 'endedAt'],
  ['종료', 'endedAt'],
  ['downtime', 'durationSeconds'],
  ['dauer', 'durationSeconds'],
  ['durée', 'durationSeconds'],
  ['duración', 'durationSeconds'],
  ['duração', 'durationSeconds'],
  ['durata', 'durationSeconds'],
  ['duur', 'durationSeconds'],
  ['maintenance window', 'scheduledFrom'],
  ['wartungsfenster', 'scheduledFrom'],
  ['affected', 'components'],
  ['affected component', 'components'],
  ['affected components', 'components'],
  ['affected services', 'components'],
  ['components', 'components'],
  ['region', 'regions'],
  ['regions', 'regions'],
  ['locations', 'regions'],
])

/** The first line of each label counts. A value that does not fit its label is left out. */
export function readLabelled(text: string): Labelled {
  const values = new Map<keyof Labelled, string>()
  for (const line of text.split('\n', MAX_LINES)) {
    if (!/[:：]/.test(line)) continue
    const [, label = '', value = ''] = LINE.exec(line.trim()) ?? []
    const field = LABELS.get(label.toLowerCase())
    if (field !== undefined && !values.has(field)) values.set(field, value.trim())
  }
  const { from, until = values.get('scheduledUntil'), isOneDay } = toWindow(values.get('scheduledFrom'))
  const sentence = readSentence(text)
  const written = [values.get('startedAt'), values.get('endedAt'), from, until]
  const times = written.map(toInstant)
  const [startedAt = null, endedAt = null, scheduledFrom = null, end = null] = times
  const isNextDay = isOneDay && scheduledFrom !== null && end !== null && end < scheduledFrom
  return {
    type: values.get('type') ?? null,
    status: values.get('status') ?? null,
    severity: values.get('severity') ?? null,
    startedAt: startedAt ?? sentence?.startedAt ?? null,
    endedAt: endedAt ?? sentence?.endedAt ?? null,
    durationSeconds: toSeconds(values.get('durationSeconds')),
    scheduledFrom,
    scheduledUntil: isNextDay ? new Date(end.getTime() + DAY_MS) : end,
    oddTime:
      written.find((time, index) => time !== undefined && times[index] === null && LIKE_A_TIME.test(time)) ?? null,
    components: toNames(values.get('components')),
    regions: toNames(values.get('regions')),
  }
}

const CLOCK = String.raw`\d{1,2}[:h]\d\d(?: ?[AaPp][Mm])?`
const SIGNS = new RegExp(String.raw` (?:→|->|–|—|-|to|until|bis) | ?[–—] ?(?=\d)|(?<=(?<!T)\b${CLOCK})-(?=${CLOCK})`)
const ISO_DATE = /^\d{4}-\d\d-\d\d/
const ONLY_CLOCK = new RegExp(String.raw`^${CLOCK}\b`)
const ZONE = /(?: ?\(?(?:[A-Z]{2,5}|(?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d\d)?)\)?)$/

const DAY_MS = 86_400_000

/** The two times of "24.11.2026 22:00–23:30 CET": what one lacks of date or zone, the other has. The second may be missing. */
function toWindow(value = ''): { from: string; until?: string; isOneDay: boolean } {
  if (value === '') return { from: value, isOneDay: false }
  const [from = '', until] = value.split(SIGNS, 2)
  if (until === undefined || !new RegExp(CLOCK).test(from)) return { from: value, isOneDay: false }
  // "2026-11-24 10:00-05:00" ends in an offset.
  if (ISO_DATE.test(value) && value.startsWith(`${from}-${until}`)) return { from: value, isOneDay: false }
  const zone = ZONE.exec(from) === null ? (ZONE.exec(until)?.[0] ?? '') : ''
  const isOneDay = ONLY_CLOCK.test(until)
  const date = isOneDay ? from.replace(new RegExp(`${CLOCK}.*$`), '') : ''
  return { from: from + zone, until: date + until, isOneDay }
}

/** Google: "Incident began at 2026-11-24 02:00 and ended at 2026-11-24 04:30 (all times are US/Pacific)." */
const SENTENCE =
  /\bIncident began at (\d{4}-\d\d-\d\d \d\d:\d\d)(?: and ended at (\d{4}-\d\d-\d\d \d\d:\d\d))? ?\((?:all )?times are (?:in )?(US\/Pacific|Coordinated Universal Time)/

/** The times in such a sentence; null without one. A missing end has not happened yet. */
export function readSentence(text: string): { startedAt: Date | null; endedAt: Date | null } | null {
  const [, start, end, place] = text.includes('Incident began at') ? (SENTENCE.exec(text) ?? []) : []
  if (start === undefined) return null
  const zone = place === 'US/Pacific' ? 'America/Los_Angeles' : 'utc'
  const startedAt = parseZoneless(start, zone)
  return { startedAt, endedAt: parseZoneless(end, zone, startedAt) }
}

function toInstant(text: string | undefined): Date | null {
  if (text === undefined || !/\d/.test(text)) return null
  // "Mon, 20 Oct 2025 10:00:00 CST" in prose is not an RFC 822 date.
  const instant =
    parsePageInstant(text) ?? parsePageInstant(toPageTime(text)) ?? (hasSharedZone(text) ? null : parseInstant(text))
  return instant !== null && isPlausible(instant) ? instant : null
}

const UNIT_SECONDS = { day: 86_400, hour: 3_600, minute: 60, second: 1 } as const

/** "46 minutes", "1 day, 2 hours and 3 minutes"; null for anything else. */
function toSeconds(text: string | undefined): number | null {
  if (text === undefined || !/^(?:\d{1,5} (?:day|hour|minute|second)s?(?:,? (?:and )?|$))+$/.test(text)) return null
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/(\d+) (day|hour|minute|second)/g))
    seconds += Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS]
  return seconds
}

/** Separated by commas; a name may be in quotation marks. */
function toNames(text: string | undefined): string[] {
  if (text === undefined) return []
  const names = [...text.matchAll(/"([^"]{1,200})"|([^,"]{1,200})/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? '').trim(),
  )
  return [...new Set(names)].filter((name) => name !== '')
}
