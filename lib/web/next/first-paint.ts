import type { Answer } from './next-exchange.ts'
import type { StyleSheets } from './style-sheets.ts'

/** As Next writes them. */
const SHEET = /<link rel="stylesheet" href="([^"]+)" data-precedence="next"\/>/g
const SCRIPT = /<script src="\/_next\/[^"]+" async=""><\/script>|<link rel="preload" as="script"[^>]*>/g

/**
 * Arranges a page so that its first paint depends on nothing but the page: styles are inlined, and scripts, which run
 * only when everything is there, are loaded after the text (decision 057). A page in another format stays unchanged.
 */
export function createFirstPaint(sheets: StyleSheets): (page: Answer) => Answer {
  return ({ status, headers, body }) => {
    const html = body.toString()
    const headEnd = html.indexOf('</head>')
    const bodyEnd = html.lastIndexOf('</body>')
    if (headEnd === -1 || bodyEnd === -1) return { status, headers, body }
    const scripts: string[] = []
    const head = html
      .slice(0, headEnd)
      .replaceAll(SHEET, (link, address) => inPage(link, sheets.get(address)))
      .replaceAll(SCRIPT, (script) => {
        scripts.push(script)
        return ''
      })
    const arranged = head + html.slice(headEnd, bodyEnd) + scripts.join('') + html.slice(bodyEnd)
    // Next's `Link` header preloads the style sheet.
    const { link, ...rest } = headers
    return { status, headers: rest, body: Buffer.from(arranged) }
  }
}

/**
 * React looks for the link when it hydrates and fetches the sheet if there is none. A disabled one suffices; preload
 * scanners see that it applies to no medium.
 */
function inPage(link: string, css: string | undefined): string {
  return css === undefined ? link : `<style>${css}</style>${link.replace('/>', ' media="not all" disabled=""/>')}`
}
