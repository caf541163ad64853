import { sha256 } from '#lib/web/policy/inline-scripts.ts'
import type { StyleSheets } from './style-sheets.ts'
import { createUsedStyle, FILE_BUTTON } from './used-style.ts'

/**
 * How pages and sheets are read and written here: a letter for each byte. All that is looked for is ASCII, and a text in UTF-8 that
 * holds any other sign takes V8 twice the memory and the time.
 */
export const ENCODING = 'latin1'

const ELEMENTS = /<([a-z][\w-]*)/gi
const CLASSES = / class="([^"]*)"/g
const VARIABLES = /var\((--[\w-]+)/g
/** A page's style is asked for again as soon as it is written, and never later. */
const MAX_REMEMBERED = 1_000

export interface PageStyles {
  /** What a page uses of the sheet at an address, both in `ENCODING`; null for a sheet that this build does not have. */
  of(address: string, html: string): string | null
  /** Whether a style, as text, was written here, and may be applied. */
  isOurs(style: string): boolean
}

/** The styles of pages, each with the part of the build's sheets that it uses. `scriptWords`: see `readScriptWords`. */
export function createPageStyles(sheets: StyleSheets, scriptWords: ReadonlySet<string>): PageStyles {
  const usedStyles = new Map(
    [...sheets].map(([address, css]) => [address, createUsedStyle(Buffer.from(css).toString(ENCODING), scriptWords)]),
  )
  const scriptVariables = variablesIn([...scriptWords].join(' '))
  const written = new Set<string>()

  return {
    of(address, html) {
      const used = usedStyles.get(address)
      if (used === undefined) return null
      const variables = [...scriptVariables, ...variablesIn(html)]
      const style = used({ elements: elementsIn(html), classes: classesIn(html), variables })
      if (written.size >= MAX_REMEMBERED) written.clear()
      written.add(sha256(Buffer.from(style, ENCODING)))
      return style
    },
    isOurs: (style) => written.has(sha256(style)),
  }
}

/** With the button that is a part of a field for files. */
function elementsIn(html: string): Set<string> {
  const elements = new Set(Array.from(html.matchAll(ELEMENTS), ([, name = '']) => name.toLowerCase()))
  return html.includes(' type="file"') ? elements.add(FILE_BUTTON) : elements
}

function classesIn(html: string): Set<string> {
  const attributes = new Set(Array.from(html.matchAll(CLASSES), ([, value = '']) => value))
  return new Set([...attributes].flatMap((value) => value.split(' ')).map(asWritten))
}

/** A class as its author wrote it, of one that React has escaped. */
function asWritten(name: string): string {
  if (!name.includes('&')) return name
  return name
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
}

function variablesIn(text: string): string[] {
  return Array.from(text.matchAll(VARIABLES), ([, name = '']) => name)
}
