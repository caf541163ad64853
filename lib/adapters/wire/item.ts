import { type Located, type Report, UnreadableItem, warn } from './report.ts'
import { cleanBlock, cleanLine } from './text.ts'
import { isPlausible, parseInstant } from './time.ts'

/**
 * One object of a document, with its path. Each reader below takes one field: absent, null and blank are null; a value of the
 * wrong type is null with a warning; only an unusable id or time leads to quarantine.
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

/** A time, read by `parse`; UnreadableItem when present but unreadable. A time outside 1990-2100 is null with a warning. */
export function readDate(item: Item, key: string, parse: (value: unknown) => Date | null = parseInstant): Date | null {
  const value = item.value[key]
  if (value === null || value === undefined || value === '') return null
  const date = parse(value)
  if (date === null) throw new UnreadableItem(`${key} is not a readable time: ${JSON.stringify(value)?.slice(0, 100)}`)
  return isPlausible(date) ? date : refuse(item, key, 'no plausible time')
}

/** A required time. */
export function needDate(item: Item, key: string, parse?: (value: unknown) => Date | null): Date {
  const date = readDate(item, key, parse)
  if (date === null) throw new UnreadableItem(`has no usable ${key}`)
  return date
}

export function readNumber(item: Item, key: string): number | null {
  const value = item.value[key]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value)) return Number(value)
  return value === null || value === undefined || value === '' ? null : refuse(item, key, 'a number was expected')
}

export function readFlag(item: Item, key: string): boolean | null {
  const value = item.value[key]
  if (typeof value === 'boolean') return value
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
