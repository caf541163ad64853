import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDocument } from '#lib/web/next/document.ts'
import { createPageStyles } from '#lib/web/next/page-styles.ts'
import { readStyleSheets } from '#lib/web/next/style-sheets.ts'

const SHEET = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>'
const OWN = '<script type="module" src="/script/site-a1.js"></script>'
const THEME = '<script data-inline="theme">1</script>'

function asDocument(html: string, sheets = { '/_next/static/chunks/a.css': 'p{color:red}' }) {
  const headers = { 'content-type': 'text/html', link: '</a.css>; rel=preload', vary: 'x' }
  const page = { status: 200, headers, body: Buffer.from(html) }
  const { body, ...rest } = createDocument(createPageStyles(new Map(Object.entries(sheets)), new Set()))(page)
  return { html: body.toString(), ...rest }
}

describe('a page as a document', () => {
  it('has its style in it', () => {
    const { html, headers } = asDocument(`<html><head>${SHEET}<title>é</title></head><body><p>x</p></body></html>`)
    expect(html).toBe('<html><head><style>p{color:red}</style><title>é</title></head><body><p>x</p></body></html>')
    expect(headers).toEqual({
      'content-type': 'text/html',
      vary: 'x',
      'speculation-rules': '"/speculation-rules.json"',
    })
  })

  it('has it whatever signs it and the page hold', () => {
    const css = '.größe::before{content:"·"}'
    const styles = createPageStyles(new Map([['/_next/static/chunks/a.css', css]]), new Set())
    const body = Buffer.from(`<html><head>${SHEET}</head><body><p class="größe">日本</p></body></html>`)
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body }
    const html = createDocument(styles)(page).body.toString()
    expect(html).toBe(`<html><head><style>${css}</style></head><body><p class="größe">日本</p></body></html>`)
    expect(styles.isOurs(css)).toBe(true)
  })

  it('has neither the scripts nor the data of the framework, and keeps the site’s own', () => {
    const head = [
      '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/b.js"/>',
      '<script src="/_next/static/chunks/a.js" async=""></script>',
      '<script src="/_next/static/chunks/old.js" noModule=""></script>',
      '<script id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":[]});</script>',
    ]
    const data = '<script type="application/ld+json">{"name":"self.__next_f"}</script>'
    const pushes = [
      '<script>(self.__next_f=self.__next_f||[]).push([0])</script>',
      '<script>self.__next_f.push([1,"\\u003c/body>$& <!-- -->"])</script>',
    ]
    const { html } = asDocument(
      `<html><head>${head.join('')}${THEME}</head><body><p>x</p>${data}${OWN}${pushes.join('')}</body></html>`,
    )
    expect(html).toBe(`<html><head>${THEME}</head><body><p>x</p>${data}${OWN}</body></html>`)
  })

  it('has none of the marks that React leaves for itself', () => {
    const { html } = asDocument(
      '<html><head></head><body><div hidden=""><!--$--><!--/$--></div><p>3<!-- --> h</p></body></html>',
    )
    expect(html).toBe('<html><head></head><body><p>3 h</p></body></html>')
  })

  it('keeps what it does not know: another sheet, a script that somebody got into it, what a vendor wrote', () => {
    const head = '<link rel="stylesheet" href="/other.css" data-precedence="next"/><script>alert(1)</script>'
    const html = `<html><head>${head}</head><body><p>&lt;/body&gt; $& self.__next_f</p></body></html>`
    expect(asDocument(html).html).toBe(html)
  })

  it('is as Next wrote it where a script would have to move a late part into place', () => {
    const html = `<html><head>${SHEET}</head><body><!--$?--><template id="B:0"></template><!--/$--></body></html>`
    expect(asDocument(html).html).toBe(html)
  })

  it('is as it was where it is no page', () => {
    const fragment = '<p><script src="/_next/a.js"></script></p>'
    expect(asDocument(fragment)).toMatchObject({ html: fragment, headers: { link: '</a.css>; rel=preload' } })
  })
})

describe('the style sheets of a build', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'build-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('are known by the addresses that pages use, and name from the root what they refer to', async () => {
    await mkdir(join(folder, 'static', 'chunks'), { recursive: true })
    await writeFile(
      join(folder, 'static', 'chunks', 'a.css'),
      '@font-face{src:url(../media/a.woff2),url("./b.woff2")}a{background:url("data:image/svg+xml,x")}b{background:url(#c)}',
    )
    await writeFile(join(folder, 'static', 'chunks', 'a.js'), '')
    expect(await readStyleSheets(folder)).toEqual(
      new Map([
        [
          '/_next/static/chunks/a.css',
          '@font-face{src:url(/_next/static/media/a.woff2),url("/_next/static/chunks/b.woff2")}a{background:url("data:image/svg+xml,x")}b{background:url(#c)}',
        ],
      ]),
    )
  })

  it('are none where nothing is built', async () => {
    expect(await readStyleSheets(join(folder, 'nothing'))).toEqual(new Map())
  })
})
