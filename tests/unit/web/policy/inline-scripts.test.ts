import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { ThemeScript } from '#components/site/theme-script.tsx'
import { findInlineScripts } from '#lib/web/policy/inline-scripts.ts'

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

describe('the inline scripts that a page may run', () => {
  it.each([
    '(self.__next_f=self.__next_f||[]).push([0])',
    'self.__next_f.push([1,"1:\\"$Sreact.fragment\\"\\n"])',
    'self.__next_f.push([3,"AAEC"])',
    '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["static/chunks/a.js"],"runtimeModuleIds":[94553]});',
  ])("are Next's pushes of data: %s", (text) => {
    expect(findInlineScripts(`<p>x</p><script id="_R_">${text}</script>`)).toEqual({
      hashes: [hashOf(text)],
      unknown: [],
    })
  })

  it('are named once, however often they occur', () => {
    const push = '<script>self.__next_f.push([1,"a"])</script>'
    expect(findInlineScripts(push + push).hashes).toHaveLength(1)
  })

  it("include the site's own theme script, as it is rendered", () => {
    const html = renderToStaticMarkup(ThemeScript())
    expect(html).toMatch(/^<script/)
    expect(findInlineScripts(html)).toMatchObject({ hashes: [expect.any(String)], unknown: [] })
  })

  it('include what the installed React emits to put streamed parts into place', async () => {
    const html = await renderStreamedPage()
    const { hashes, unknown } = findInlineScripts(html)
    expect(html).toContain('$RC(')
    expect(html).toContain('$RX(')
    expect(unknown).toEqual([])
    expect(hashes.length).toBeGreaterThanOrEqual(2)
  })

  it('are none where a script has an address or is a block of data', () => {
    const html = [
      '<script src="/_next/static/a.js" async=""></script>',
      '<script type="application/ld+json">{"a":1}</script>',
      '<script type="application/json">alert(1)</script>',
    ].join('')
    expect(findInlineScripts(html)).toEqual({ hashes: [], unknown: [] })
  })

  it.each([
    'alert(1)',
    'self.__next_f.push([1,"a"]);alert(1)',
    'self.__next_f.push(alert(1))',
    'self.__next_f.push([1,`a`])',
    'alert(1);self.__next_f.push([1,"a"])',
    '(self.__next_s=self.__next_s||[]).push([0,{"children":"alert(1)"}])',
    'alert(1);$RC("B:0","S:0")',
    '$RC("B:0",alert(1))',
    '$RB=[];$RV=alert;$RC("B:0","S:0")',
    "document.documentElement.dataset.theme='dark'",
  ])('are not those that only look alike: %s', (text) => {
    expect(findInlineScripts(`<script>${text}</script>`)).toEqual({ hashes: [], unknown: [text] })
    expect(findInlineScripts(`<SCRIPT type="text/javascript" data-inline="theme">${text}</SCRIPT>`).unknown).toEqual([
      text,
    ])
  })
})

/** A page of Next's own React whose parts come late: one that succeeds, one that fails. */
async function renderStreamedPage(): Promise<string> {
  vi.stubEnv('NODE_ENV', 'production')
  const require = createRequire(import.meta.url)
  const { createElement, Suspense } = require('next/dist/compiled/react/index.js')
  const { renderToPipeableStream } = require('next/dist/compiled/react-dom/server.node.js')
  const late = (operation: () => string) => {
    let ready = false
    const wait = new Promise<void>((resolve) => setTimeout(() => resolve(), 5)).then(() => {
      ready = true
    })
    return () => {
      if (!ready) throw wait
      return operation()
    }
  }
  const part = (operation: () => string) =>
    createElement(Suspense, { fallback: 'wait' }, createElement(late(operation)))
  const fail = () => {
    throw new Error('This part fails on purpose.')
  }
  const page = createElement(
    'main',
    null,
    part(() => 'late'),
    part(fail),
    part(() => 'later'),
  )
  return await new Promise((resolve, reject) => {
    let html = ''
    const out = new Writable({
      write(chunk, _encoding, done) {
        html += chunk
        done()
      },
    })
    out.on('finish', () => resolve(html))
    const stream = renderToPipeableStream(page, {
      onShellReady: () => stream.pipe(out),
      onShellError: reject,
      onError: () => '2716483491@E394',
    })
  })
}
