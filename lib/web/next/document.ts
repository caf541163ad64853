import { log } from '#lib/log.ts'
import { isHtml } from '#lib/web/policy/security-headers.ts'
import { SPECULATION_RULES_PATH } from '#lib/web/script/speculation-rules.ts'
import type { Answer } from './next-exchange.ts'
import type { PageStyles } from './page-styles.ts'

/** As Next writes them. */
const SHEET = /<link rel="stylesheet" href="([^"]+)" data-precedence="next"\/>/g
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g
const PRELOADED_SCRIPT = /<link rel="(?:preload" as="script|modulepreload)"[^>]*>/g

const NEXT_SOURCE = /^ src="\/_next\//
/** The framework's data, and its loader's list of chunks. */
const NEXT_TEXT = /^\(?(?:self\.__next_f\b|globalThis\["TURBOPACK"\])/

/** What React leaves in text to find its way when it hydrates. Text and attributes themselves hold no "<". */
const MARKS = /<!--(?: |\/?\$)-->/g
const EMPTY_OUTLET = '<div hidden=""></div>'
/** In drawings, where HTML knows the short form. */
const EMPTY_SVG_ELEMENT = /"><\/(?:rect|line|path|use|circle)>/g

/** A part that is not there yet, which a script would move into place. */
const PENDING = '<!--$?-->'

/**
 * Turns a page that Next wrote into a document: text, style and the site's own script, without the framework's scripts and data
 * (decision 108). The style that it uses is inlined, so that the first paint depends on nothing else (decision 057).
 */
export function createDocument(styles: PageStyles): (page: Answer) => Answer {
  return (page) => {
    const html = page.body.toString()
    if (!isHtml(String(page.headers['content-type'])) || !html.includes('</head>')) return page
    if (html.includes(PENDING)) {
      log.error(
        { start: html.slice(0, 300) },
        'a page is sent with the framework, because part of it was not drawn in time',
      )
      return page
    }
    const document = html
      .replace(SCRIPT, (script, attributes: string, text: string) => (isOfNext(attributes, text) ? '' : script))
      .replace(PRELOADED_SCRIPT, '')
      .replace(MARKS, '')
      .replace(EMPTY_OUTLET, '')
      .replace(EMPTY_SVG_ELEMENT, '"/>')
    const styled = document.replace(SHEET, (link, address) => inPage(link, styles.of(address, document)))
    // Next's `Link` header preloads the style sheet.
    const { link, ...headers } = page.headers
    const speculationRules = `"${SPECULATION_RULES_PATH}"`
    return {
      status: page.status,
      headers: { ...headers, 'speculation-rules': speculationRules },
      body: Buffer.from(styled),
    }
  }
}

function isOfNext(attributes: string, text: string): boolean {
  return NEXT_SOURCE.test(attributes) || (!attributes.includes('src=') && NEXT_TEXT.test(text))
}

function inPage(link: string, css: string | null): string {
  return css === null ? link : `<style>${css}</style>`
}
