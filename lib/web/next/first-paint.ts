import type { Answer } from './next-exchange.ts'
import type { StyleSheets } from './style-sheets.ts'

/** As Next writes them. */
const SHEET = /<link rel="stylesheet" href="([^"]+)" data-precedence="next"\/>/g
const SCRIPT = /<script src="\/_next\/[^"]+" async=""><\/script>|<link rel="preload" as="script"[^>]*>/g

/**
 * Arranges a whole page so that its first paint waits for nothing but the page: the style stands in it, and the scripts,
 * which do not run before all is there, are asked for after what there is to read (decision 057). A page that is written in
 * another way stays as it is.
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
    // Next's `Link` asks for the style sheet in advance.
    const { link, ...rest } = headers
    return { status, headers: rest, body: Buffer.from(arranged) }
  }
}

/**
 * React looks for the link when it takes the page over, and fetches the sheet if there is none. One that is disabled will do;
 * browsers that look ahead for what to fetch see only that it is for no medium.
 */
function inPage(link: string, css: string | undefined): string {
  return css === undefined ? link : `<style>${css}</style>${link.replace('/>', ' media="not all" disabled=""/>')}`
}
