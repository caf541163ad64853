import { log } from '#lib/log.ts'
import { isHtml } from '#lib/web/policy/security-headers.ts'
import { SPECULATION_RULES_PATH } from '#lib/web/script/speculation-rules.ts'
import type { Answer } from './next-exchange.ts'
import { ENCODING, type PageStyles } from './page-styles.ts'

/** As Next writes them. */
const SHEET = /<link rel="stylesheet" href="([^"]+)" data-precedence="next"\/>/g
const SCRIPT = '<script'
const END_OF_SCRIPT = '</script>'
/** Enough of a script's text to tell whose it is. */
const LOOKED_AT = 30
const PRELOADED_SCRIPT = /<link rel="(?:preload" as="script|modulepreload)"[^>]*>/g

const NEXT_SOURCE = /^ src="\/_next\//
/** The framework's data, and its loader's list of chunks. */
const NEXT_TEXT = /^\(?(?:self\.__next_f\b|globalThis\["TURBOPACK"\])/

/**
 * What React leaves in text to find its way when it hydrates, where text and attributes themselves hold no "<"; and the ends of
 * empty elements in drawings, where HTML knows a short form.
 */
const LONGER_THAN_NEEDED = /<!--(?: |\/?\$)-->|"><\/(?:rect|line|path|use|circle)>/g
const EMPTY_OUTLET = '<div hidden=""></div>'

/** Marks a part that is not drawn yet. No text can contain it: React and Next escape "<". */
const PENDING = '<!--$?-->'

/**
 * Turns a page that Next wrote into a document: text, style and the site's own script, without the framework's scripts and data
 * (decision 108). The style that it uses is inlined, so that the first paint depends on nothing else (decision 057).
 */
export function createDocument(styles: PageStyles): (page: Answer) => Answer {
  return (page) => {
    const html = page.body.toString(ENCODING)
    if (!isPage(page) || !html.includes('</head>')) return page
    if (isUnfinished(page)) {
      log.error(
        { start: page.body.toString('utf8', 0, 300) },
        'a page is sent with the framework, because part of it was not drawn in time',
      )
      return page
    }
    const document = withoutNext(html)
      .replace(PRELOADED_SCRIPT, '')
      .replace(LONGER_THAN_NEEDED, (found) => (found.startsWith('<') ? '' : '"/>'))
      .replace(EMPTY_OUTLET, '')
    const styled = document.replace(SHEET, (link, address) => inPage(link, styles.of(address, document)))
    // Next's `Link` header preloads the style sheet.
    const { link, ...headers } = page.headers
    const speculationRules = `"${SPECULATION_RULES_PATH}"`
    return {
      status: page.status,
      headers: { ...headers, 'speculation-rules': speculationRules },
      body: Buffer.from(styled, ENCODING),
    }
  }
}

/** Whether Next's script has to move a part of the page into its place. */
export function isUnfinished(page: Answer): boolean {
  return isPage(page) && page.body.includes(PENDING)
}

function isPage({ headers }: Answer): boolean {
  return isHtml(String(headers['content-type']))
}

/** Without the scripts of Next. Found by `indexOf`: an expression looks at each letter of 200 KB of data, which takes 2 ms. */
function withoutNext(html: string): string {
  let kept = ''
  let keptUntil = 0
  for (let start = html.indexOf(SCRIPT); start !== -1; ) {
    const text = html.indexOf('>', start) + 1
    const end = html.indexOf(END_OF_SCRIPT, text)
    if (text === 0 || end === -1) break
    const next = end + END_OF_SCRIPT.length
    if (isOfNext(html.slice(start + SCRIPT.length, text - 1), html.slice(text, Math.min(end, text + LOOKED_AT)))) {
      kept += html.slice(keptUntil, start)
      keptUntil = next
    }
    start = html.indexOf(SCRIPT, next)
  }
  return kept + html.slice(keptUntil)
}

/** By its attributes and the beginning of its text. */
function isOfNext(attributes: string, text: string): boolean {
  return NEXT_SOURCE.test(attributes) || (!attributes.includes('src=') && NEXT_TEXT.test(text))
}

function inPage(link: string, css: string | null): string {
  return css === null ? link : `<style>${css}</style>`
}
