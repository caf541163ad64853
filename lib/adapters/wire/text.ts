import { stripControls } from './decode.ts'

/** Printable ASCII with line ends, like most texts: only blanks at its ends need cleaning. */
const PLAIN = /^[ -~\n]*$/
/** Without groups: a repeated group overflows the stack on a line of several megabytes. */
const PLAIN_LINE = /^[ -~]*$/

/** One line: no control characters, white space folded to single blanks, NFC, no lone surrogates. For titles, names, words. */
export function cleanLine(text: string): string {
  if (PLAIN_LINE.test(text) && !text.includes('  ')) return text.trim()
  return stripControls(text.replace(/\s+/g, ' ')).toWellFormed().normalize('NFC').trim()
}

/** Several lines: no control characters, line ends are `\n`, NFC, no lone surrogates, no blanks at the ends. For bodies. */
export function cleanBlock(text: string): string {
  if (PLAIN.test(text)) return text.trim()
  return stripControls(text.replace(/\r\n?/g, '\n')).toWellFormed().normalize('NFC').trim()
}

/** At most `length` characters; never half a character. */
export function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
}

/** An http or https address without a trailing slash; null for anything else. */
export function webAddress(value: unknown): string | null {
  const address = typeof value === 'string' ? URL.parse(value.trim()) : null
  if (address === null || !/^https?:$/.test(address.protocol)) return null
  return address.href.replace(/\/+$/, '')
}
