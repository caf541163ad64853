import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFirstPaint } from '#lib/web/next/first-paint.ts'
import { readStyleSheets } from '#lib/web/next/style-sheets.ts'

const SHEET = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>'
const SCRIPT = '<script src="/_next/static/chunks/a.js" async=""></script>'
const PRELOAD = '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/b.js"/>'

function arrange(html: string, sheets = { '/_next/static/chunks/a.css': 'p{color:red}' }) {
  const page = { status: 200, headers: { link: '</a.css>; rel=preload', vary: 'x' }, body: Buffer.from(html) }
  const { body, ...rest } = createFirstPaint(new Map(Object.entries(sheets)))(page)
  return { html: body.toString(), ...rest }
}

describe('a page arranged for its first paint', () => {
  it('has its style in it, and a link for React that no browser follows', () => {
    const { html, headers } = arrange(`<html><head>${SHEET}<title>é</title></head><body><p>x</p></body></html>`)
    expect(html).toBe(
      '<html><head><style>p{color:red}</style>' +
        '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next" media="not all" disabled=""/>' +
        '<title>é</title></head><body><p>x</p></body></html>',
    )
    expect(headers).toEqual({ vary: 'x' })
  })

  it('asks for its scripts after everything else, in their order, and leaves those of the body where they are', () => {
    const inBody = '<script src="/_next/static/chunks/c.js" async=""></script>'
    const { html } = arrange(
      `<html><head>${PRELOAD}${SCRIPT}<script data-inline="theme">1</script></head><body>${inBody}<p>x</p></body></html>`,
    )
    expect(html).toBe(
      '<html><head><script data-inline="theme">1</script></head>' +
        `<body>${inBody}<p>x</p>${PRELOAD}${SCRIPT}</body></html>`,
    )
  })

  it('keeps what it does not know: another sheet, an old browser’s script, what a vendor wrote', () => {
    const head = `<link rel="stylesheet" href="/other.css" data-precedence="next"/><script src="/_next/static/old.js" noModule=""></script>`
    const html = `<html><head>${head}</head><body><p>&lt;/body&gt; $& ${SHEET}</p></body></html>`
    expect(arrange(html).html).toBe(html)
  })

  it('is as it was where there is no head or no body', () => {
    const fragment = `<p>${SCRIPT}</p>`
    expect(arrange(fragment)).toMatchObject({ html: fragment, headers: { link: '</a.css>; rel=preload' } })
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
