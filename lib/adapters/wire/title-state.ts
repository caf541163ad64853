import { CLOSING } from '#lib/domain/span.ts'
import { ANNOUNCEMENT_WORDS, isOrdinary, meaningOf, statusOf } from './state-words.ts'

/** What a title says about the state, beside the incident's name. */
export interface TitleState {
  /** The title without the state; never empty. */
  title: string
  /** The state word; null if there is none. */
  word: string | null
  /** The kind of item that it calls itself, in lower case: "maintenance", "release", "cancelled". */
  sorts: string[]
}

const SORT = /^(?:incident|(?:scheduled |planned )?maintenance)$/i
const BRACKETS = String.raw`(?:\[([^[\]]{1,60})\]|【([^【】]{1,60})】|[(（]([^()（）]{1,60})[)）])`
const BRACKETS_IN_FRONT = new RegExp(`^${BRACKETS}(?: ?[:|–—-](?= ))? ?`)
const BRACKETS_BEHIND = new RegExp(` ?${BRACKETS}$`)
const WORD_IN_FRONT = /^([^:：|–—/]{1,40}?)(?: ?[:：|–—] ?| ?- | \/ )(?=\S)/
const WORD_BEHIND = /(?: ?[:|–—] | - )((?:(?! - )[^:|–—]){1,40})$/
/** A first word in capitals before a title in lower case. */
const CAPITALS_IN_FRONT = /^(\p{Lu}{5,}) (?=.*\p{Ll})/u
/** A sentence that gives the state: "Gateway went down", "Slow search has been resolved". */
const SENTENCE =
  / (?:(?:is|are|was|were|has been|have been) (?:now )?(?=resolved|fixed|restored|completed))?(went down|recovered|resolved|fixed|restored|completed)\.?$/i
const TELLS_ALONE = /^(?:went down|recovered)$/i
const MONITOR = /^monitor is (up|down): /i
/** Symbols before the words, and those that by themselves mean recovery. */
const PICTURES = /^(?:(?:\p{Extended_Pictographic}|\u{fe0f}|\u{200d}|\u{25cf})+ ?)+/u
const GOOD_PICTURE = /^(?:\u{2705}|\u{2714}|\u{2611}|\u{1f7e2})/u

/** Removes state words from a title: "✅ [EU] [Update 2] Resolved - Slow search" is "[EU] Slow search", resolved. */
export function readTitleState(title: string): TitleState {
  const words: string[] = []
  const sorts: string[] = []
  const names: string[] = []
  const take = (text: string): boolean => {
    const list = meaningOf(text) !== null ? words : isSort(text) ? sorts : null
    list?.push(text.trim())
    return list !== null
  }
  const picture = PICTURES.exec(title)?.[0] ?? ''
  let rest = title.slice(picture.length).trim()
  const cutFront = (form: RegExp, mayTake: (found: RegExpExecArray) => boolean) => {
    const found = form.exec(rest)
    if (found === null || !mayTake(found)) return false
    rest = rest.slice(found[0].length).trim()
    return true
  }
  const cutBack = (form: RegExp, mayTake: (found: RegExpExecArray) => boolean) => {
    const found = form.exec(rest)
    if (found === null || found.index === 0 || !mayTake(found)) return false
    rest = rest.slice(0, found.index).trim()
    return true
  }
  const takeLoose = ([, word = '']: RegExpExecArray) => !isOrdinary(word) && take(word)
  cutFront(MONITOR, ([, word = '']) => take(word))
  const takeBrackets = (found: RegExpExecArray) => take(inner(found)) || names.push(found[0].trim()) > 0
  while (cutFront(BRACKETS_IN_FRONT, takeBrackets) || cutFront(WORD_IN_FRONT, takeLoose));
  cutFront(CAPITALS_IN_FRONT, ([, word = '']) => isOver(word) && take(word))
  while (cutBack(BRACKETS_BEHIND, (found) => take(inner(found))));
  cutBack(WORD_BEHIND, takeLoose)
  cutBack(SENTENCE, ([told, word = '']) => (TELLS_ALONE.test(word) || told.trim().includes(' ')) && take(word))
  const bare = [...names, rest].join(' ').trim()
  return {
    title: bare === '' ? title : bare,
    word:
      words.find((one) => meaningOf(one) !== 'note') ?? words[0] ?? (GOOD_PICTURE.test(picture) ? 'resolved' : null),
    sorts: sorts.map((sort) => sort.toLowerCase()),
  }
}

function inner([, square, black, round]: RegExpExecArray): string {
  return square ?? black ?? round ?? ''
}

function isSort(text: string): boolean {
  return SORT.test(text.trim()) || ANNOUNCEMENT_WORDS.has(text.trim().toLowerCase())
}

function isOver(word: string): boolean {
  return CLOSING.includes(statusOf(meaningOf(word)))
}
