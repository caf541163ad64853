import { AsyncResource } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Drawn } from '#app/drawn.tsx'
import { type PageAddress, readPageAddress } from '#lib/web/cache/page-address.ts'
import { createDownloadMaker } from '#lib/web/download/make-download.ts'
import { createSpool } from '#lib/web/download/spool.ts'
import { createDrawnParts } from '#lib/web/next/drawn-parts.ts'
import { askNext } from '#lib/web/next/next-exchange.ts'
import { createRenderPage } from '#lib/web/next/render-page.ts'

/** What a page says that Next draws around these parts. */
async function pageWith(parts: ReactNode[], drawsParts?: boolean) {
  const written: string[] = []
  const handleNext = async (_request: unknown, response: ServerResponse) => {
    // In the other order: a layout is drawn before the page in it.
    const drawn = parts.toReversed().map((part) => renderToString(createElement(Drawn, null, part)))
    written.push(drawn.toReversed().join('|'))
    response.end(written[0])
  }
  const sink = { collectBytes: () => 10_000, signal: new AbortController().signal }
  const request = { method: 'GET', url: '/', headers: {}, ...(drawsParts !== undefined && { drawsParts }) }
  const outcome = await askNext(handleNext, request, sink, 1_000)
  return { byNext: written[0], sent: outcome.kind === 'whole' ? outcome.answer.body.toString() : null }
}

const first = createElement('p', { key: 1, title: '"é"' }, '日本 ', 3, ' < 4')
const second = createElement('i', { key: 2 }, '<template data-drawn="0"></template>$&')
const FIRST = '<p title="&quot;é&quot;">日本 3 &lt; 4</p>'
const SECOND = '<i>&lt;template data-drawn=&quot;0&quot;&gt;&lt;/template&gt;$&amp;</i>'

it('parts of a page come into their places, whatever they say, and Next sees marks only', async () => {
  const { byNext, sent } = await pageWith([first, second], true)
  expect(byNext).toBe('<template data-drawn="1"></template>|<template data-drawn="0"></template>')
  expect(sent).toBe(`${FIRST}|${SECOND}`)
})

it('Next draws them for whoever gets the page with its script', async () => {
  const { byNext, sent } = await pageWith([first, second])
  expect(sent).toBe(byNext)
  expect(sent?.replaceAll('<!-- -->', '')).toBe(`${FIRST}|${SECOND}`)
})

it('Next meets the error of a part that cannot be drawn', async () => {
  const fails = () => {
    throw new Error('This component is drawn in the browser only.')
  }
  await expect(pageWith([createElement(fails, { key: 1 })], true)).rejects.toThrow('in the browser only')
})

it('what a finished render leaves behind, such as a connection, keeps no parts', async () => {
  let drawLater = () => ''
  const handleNext = async (_request: unknown, response: ServerResponse) => {
    drawLater = AsyncResource.bind(() => renderToString(createElement(Drawn, null, first)))
    response.end(drawLater())
  }
  const sink = { collectBytes: () => 10_000, signal: new AbortController().signal }
  await askNext(handleNext, { method: 'GET', url: '/', headers: {}, drawsParts: true }, sink, 1_000)
  expect(drawLater().replaceAll('<!-- -->', '')).toBe(FIRST)
})

it('all of a page that needs its script is drawn by Next, which would find nothing in the marks', async () => {
  const handleNext = async (_request: unknown, response: ServerResponse) => {
    response.setHeader('content-type', 'text/html')
    response.end(`${renderToString(createElement(Drawn, null, first))}<!--$?--><template id="B:0"></template><!--/$-->`)
  }
  const render = createRenderPage({
    ask: (request, sink) => askNext(handleNext, request, sink, 1_000),
    arrange: (page) => page,
    publicUrl: new URL('http://site.test'),
    isDatabaseAway: () => false,
    downloads: createDownloadMaker(createSpool('never-written', 0)),
  })
  const made = await render(readPageAddress('/') as PageAddress, () => true)
  expect(made.kind === 'answer' && made.answer.body.toString()).toContain('日本 <!-- -->3')
})

it('a page without marks, such as one that sends the reader elsewhere, stays as it is', () => {
  const parts = createDrawnParts()
  parts.draw(first)
  const page = Buffer.from('<p>elsewhere</p>')
  expect(parts.fill(page)).toBe(page)
})

it('a mark without its part is an error, never a gap', () => {
  const page = Buffer.from('<template data-drawn="0"></template>')
  expect(() => createDrawnParts().fill(page)).toThrow('a part that was not drawn')
})
