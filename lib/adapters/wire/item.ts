import type { Status } from '#lib/domain/incident.ts'
import { type Located, type Report, UnreadableItem, warn } from './report.ts'
import { cleanBlock, cleanLine } from './text.ts'
import { isPlausible, parseInstant } from './time.ts'

/**
 * One object of a document, with its path. Each reader below takes one field: absent, null and blank are null; a value of the
 * wrong type is null with a warning; only an unusable id, or an update's time, leads to quarantine.
 */
export interface Item extends Located {
  readonly value: Readonly<Record<string, unknown>>
  readonly report: Report
}

/** Longer than any real title (174); anything longer is not a title. */
const MAX_TITLE_LENGTH = 2_000
const MAX_ID_LENGTH = 500

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A scalar as text; empty for anything else, since an object of JSON may hide its `toString`. */
export function toWord(value: unknown): string {
  return typeof value === 'object' ? '' : String(value ?? '')
}

/** The path of a field, for warnings. */
export function pathOf(item: Item, key: string): string {
  return item.path === '' ? key : `${item.path}.${key}`
}

/** Whether the object has the field at all, even if null. */
export function hasField(item: Item, key: string): boolean {
  return Object.hasOwn(item.value, key)
}

/** One line of text. Numbers are taken as text. */
export function readText(item: Item, key: string): string | null {
  const value = item.value[key]
  if (typeof value === 'string') return cleanLine(value) || null
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return String(value)
  return refuse(item, key, 'text was expected')
}

/** Text of several lines, cleaned; `toBody` determines the format. */
export function readBlock(item: Item, key: string): string | null {
  const value = item.value[key]
  if (typeof value === 'string') return cleanBlock(value) || null
  return value === null || value === undefined ? null : refuse(item, key, 'text was expected')
}

/** A title, never null: a missing one is "Untitled", as on the vendors' own pages. Too long: UnreadableItem. */
export function readTitle(item: Item, key: string): string {
  const title = readText(item, key)
  if (title === null) {
    warn(item.report, pathOf(item, key), 'no title')
    return 'Untitled'
  }
  if (title.length > MAX_TITLE_LENGTH) throw new UnreadableItem(`${key} has ${title.length} characters`)
  return title
}

/** An id, either text or a whole number; UnreadableItem when there is none. */
export function needId(item: Item, key: string): string {
  const id = readId(item, key)
  if (id === null) throw new UnreadableItem(`has no usable ${key}`)
  return id
}

export function readId(item: Item, key: string): string | null {
  const value = item.value[key]
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  if (typeof value !== 'string') return null
  const id = cleanLine(value)
  return id === '' || id.length > MAX_ID_LENGTH ? null : id
}

type ParseTime = (value: unknown) => Date | null

/**
 * A time on which an incident's span may rest, read by `parse`. One that is present but unreadable is null with a warning, and
 * makes the incident `unclear`; so does a missing one where `isNeeded`. A time outside 1990-2100 means none; it is null with a
 * warning.
 */
export function readDate(
  item: Item,
  key: string,
  parse: ParseTime = parseInstant,
  { isNeeded = false } = {},
): Date | null {
  const value = item.value[key]
  const date = readLooseDate(item, key, parse)
  const isUnreadable = date === null && !isBlank(value) && parse(value) === null
  if (isUnreadable || (date === null && isNeeded))
    item.report.doubts.push({ about: 'time', text: isUnreadable ? unreadable(key, value) : `no ${key}`, word: null })
  return date
}

/** A time on which no span rests, such as that of the last change; an unreadable one is null with a warning. */
export function readLooseDate(item: Item, key: string, parse: ParseTime = parseInstant): Date | null {
  const value = item.value[key]
  if (isBlank(value)) return null
  const date = parse(value)
  if (date === null) return refuse(item, key, unreadable(key, value))
  return isPlausible(date) ? date : refuse(item, key, 'no plausible time')
}

/** The time of an update, under the first of the keys that has a value; UnreadableItem when there is none. */
export function needFirstDate(item: Item, ...keys: readonly [string, ...string[]]): Date {
  return needDate(item, keys.find((key) => !isBlank(item.value[key])) ?? keys[0])
}

/** The time of an update; UnreadableItem when there is none. */
export function needDate(item: Item, key: string, parse: ParseTime = parseInstant): Date {
  const value = item.value[key]
  const date = isBlank(value) ? null : parse(value)
  if (date !== null && isPlausible(date)) return date
  throw new UnreadableItem(date === null && !isBlank(value) ? unreadable(key, value) : `has no usable ${key}`)
}

/** Also the zeros by which programs mean no time: that of 1970, and the year 1 of Go and .NET. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value === '' || value === '0' || value.startsWith('0001-01-01')
  return value === null || value === undefined || value === 0
}

function unreadable(key: string, value: unknown): string {
  return `${key} is not a readable time: ${JSON.stringify(value)?.slice(0, 100)}`
}

export function readNumber(item: Item, key: string): number | null {
  const value = item.value[key]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value)) return Number(value)
  return value === null || value === undefined || value === '' ? null : refuse(item, key, 'a number was expected')
}

/** Some databases have 0 and 1 for false and true. */
export function readFlag(item: Item, key: string): boolean | null {
  const value = item.value[key]
  if (typeof value === 'boolean') return value
  if (value === 0 || value === 1) return value === 1
  return value === null || value === undefined ? null : refuse(item, key, 'true or false was expected')
}

export function readItem(item: Item, key: string): Item | null {
  const value = item.value[key]
  if (isRecord(value)) return { value, path: pathOf(item, key), report: item.report }
  return value === null || value === undefined ? null : refuse(item, key, 'an object was expected')
}

/** The objects of a list; empty when there is none. */
export function readItems(item: Item, key: string): Item[] {
  const value = item.value[key]
  if (Array.isArray(value)) return toItems(value, pathOf(item, key), item.report)
  if (value !== null && value !== undefined) refuse(item, key, 'a list was expected')
  return []
}

/** The texts of a list, each as one line; empty when there is none. */
export function readTexts(item: Item, key: string): string[] {
  const value = item.value[key]
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) return refuse(item, key, 'a list was expected') ?? []
  return value.flatMap((entry, index) => {
    if (typeof entry === 'string') return cleanLine(entry) || []
    warn(item.report, `${pathOf(item, key)}[${index}]`, 'text was expected', entry)
    return []
  })
}

/**
 * A word of the platform and its meaning for us: `[null, null]` when there is none, `[null, word]` with a warning when
 * `meanings` does not have it. Words are compared in lower case; the word itself is returned as the source writes it.
 */
export function readWord<T>(item: Item, key: string, meanings: ReadonlyMap<string, T>): [T | null, string | null] {
  const word = readText(item, key)
  if (word === null) return [null, null]
  // A known word may mean null: a platform's own word without a counterpart here.
  const meaning = meanings.has(word) ? meanings.get(word) : meanings.get(word.toLowerCase())
  if (meaning === undefined) {
    warn(item.report, pathOf(item, key), `unknown ${key}`, word)
    return [null, word]
  }
  return [meaning, word]
}

/**
 * The word for an incident's or an update's state. Where it is unknown, or where `isNeeded` and there is none, an incident that
 * would be open by it becomes `unclear`.
 */
export function readState(
  item: Item,
  key: string,
  meanings: ReadonlyMap<string, Status | null>,
  { isNeeded = false } = {},
): [Status | null, string | null] {
  const [status, word] = readDoubtfulWord(item, key, meanings)
  if (word === null && isNeeded) item.report.doubts.push({ about: 'state', text: 'no word for its state', word: null })
  return [status, word]
}

/** Like `readWord`, for words of which one may say that it is over; an unknown one may make the incident `unclear`. */
export function readDoubtfulWord<T>(
  item: Item,
  key: string,
  meanings: ReadonlyMap<string, T>,
): [T | null, string | null] {
  const [meaning, word] = readWord(item, key, meanings)
  if (word !== null && !meanings.has(word) && !meanings.has(word.toLowerCase()))
    item.report.doubts.push({ about: 'state', text: `unknown status "${word}"`, word })
  return [meaning, word]
}

/** The objects of an array, with their paths; anything else in it causes a warning. */
export function toItems(list: readonly unknown[], path: string, report: Report): Item[] {
  const items: Item[] = []
  for (let index = 0; index < list.length; index++) {
    const value = list[index]
    const at = `${path}[${index}]`
    if (isRecord(value)) items.push({ value, path: at, report })
    else warn(report, at, 'an object was expected', value ?? 'null')
  }
  return items
}

function refuse(item: Item, key: string, message: string): null {
  warn(item.report, pathOf(item, key), message, item.value[key])
  return null
}
