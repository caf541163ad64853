import { parseFeed } from '@rowanmanning/feed-parser'
import { parse as parseCsv } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { expect, test } from '#tests/support/browser.ts'
import { type StatuspageIncident, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { addVendor } from '#tests/support/pushed-vendor.ts'

/*
 * What a hostile vendor could post. Each would set off `dialog`, a request to the canary host or a complaint of the policy if any
 * of it were taken for anything but text.
 */
const CANARY = 'https://canary.example'
const RUNS = `fetch('${CANARY}')`
const PAYLOADS = [
  `<script>${RUNS}</script>`,
  `<img src=x onerror="${RUNS}">`,
  `<img src="${CANARY}/pixel.png" srcset="${CANARY}/2x.png 2x">`,
  `<svg onload="${RUNS}"><script>${RUNS}</script></svg>`,
  `<svg><animate onbegin="${RUNS}" attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${RUNS}"><text>x</text></a></svg>`,
  `<svg><style><!--</style><img src=x onerror="${RUNS}"></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUNS}&gt;">`,
  `<xmp><p title="</xmp><img src=x onerror=${RUNS}>">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUNS}>">`,
  `<template><img src=x onerror="${RUNS}"></template>`,
  `<style>@import "${CANARY}/a.css"; body { background: url(${CANARY}/b.png) }</style>`,
  `<link rel=stylesheet href="${CANARY}/c.css">`,
  `<meta http-equiv=refresh content="0;url=${CANARY}">`,
  `<base href="${CANARY}/">`,
  `<iframe src="${CANARY}" srcdoc="<script>${RUNS}</script>"></iframe>`,
  `<object data="${CANARY}"></object><embed src="${CANARY}">`,
  `<video src="${CANARY}/v.mp4" poster="${CANARY}/p.png" onerror="${RUNS}"></video>`,
  `<form action="${CANARY}"><input autofocus onfocus="${RUNS}"><button formaction="javascript:${RUNS}">x</button></form>`,
  `<details open ontoggle="${RUNS}">x</details>`,
  `<a href="javascript:${RUNS}">x</a>`,
  `<a href="java&#9;script:${RUNS}">x</a>`,
  `<a href="&#106;avascript:${RUNS}">x</a>`,
  `<a href="data:text/html,<script>${RUNS}</script>">x</a>`,
  `<a href="vbscript:x" style="position:fixed;inset:0">x</a>`,
  `[x](javascript:${RUNS})`,
  `[x](JaVaScRiPt&colon;${RUNS})`,
  `![x](${CANARY}/image.png)`,
  `<${CANARY.replace('https', 'javascript')}>`,
  `[x]: javascript:${RUNS}\n\n[x]`,
  `</title></textarea></script></style><img src=x onerror="${RUNS}">`,
  `"><img src=x onerror="${RUNS}">`,
  `' onmouseover='${RUNS}`,
  `{{constructor.constructor("${RUNS}")()}}`,
  `<x contenteditable onblur="${RUNS}">x</x>`,
  `<b onpointerover="${RUNS}">x</b>`,
  `<body onload="${RUNS}">`,
  `<p id=content name=search data-copy=x>x</p>`,
  `<input type=search id=search name=q>`,
  `\u202e<img src=x onerror=${RUNS}>`,
]

/** Elements that a vendor's text may become; everything else in the page is ours. */
const ALLOWED = ['a', 'b', 'blockquote', 'br', 'code', 'del', 'div', 'em', 'hr', 'i', 'li', 'ol', 'p', 'pre', 'span']
const ALLOWED_TOO = ['strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']

/** An incident whose every text is `text`; the parts that must be there have it too. */
function saying(n: number, text: string): StatuspageIncident {
  const incident = statuspageIncident(n, { name: text.slice(0, 250) })
  return {
    ...incident,
    incident_updates: incident.incident_updates.map((update) => ({ ...update, body: text })),
    components: [{ id: `c${n}`, name: text.slice(0, 200) }],
  } as StatuspageIncident
}

test('what a vendor posts stays text, on every page that shows it', async ({ page, request, site }) => {
  const name = `Evil <img src=x onerror="${RUNS}">`
  const slug = await addVendor(
    request,
    site,
    name,
    PAYLOADS.map((text, index) => saying(index + 1, text)),
  )
  const complaints: string[] = []
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => {})
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|hydrat/i.test(message.text())) complaints.push(message.text())
  })
  page.on('request', (asked) => {
    if (!asked.url().startsWith(site.url) && !asked.url().startsWith('data:')) complaints.push(`asked ${asked.url()}`)
  })

  const list = await request.get(`/api/v1/vendors/${slug}/incidents?window=all&limit=100`)
  const { incidents } = (await list.json()) as { incidents: { permalink: string }[] }
  expect(incidents).toHaveLength(PAYLOADS.length)
  const permalinks = incidents.map(({ permalink }) => new URL(permalink).pathname)
  const paths = [
    `/vendors/${slug}?window=all`,
    `/compare?vendors=${slug},courier&window=all`,
    `/stack?vendors=${slug},courier&window=all`,
    '/at?t=2025-01-03T10:05:00Z',
    '/search?q=onerror',
    '/?q=evil',
    ...permalinks.slice(0, 12),
  ]
  for (const path of paths) {
    await page.goto(path)
    await expect(page.getByRole('main')).toBeVisible()
    const elements = await page
      .locator('.vendor-text, .vendor-text *')
      .evaluateAll((found) => [...new Set(found.map((element) => element.localName))])
    expect(elements.filter((element) => ![...ALLOWED, ...ALLOWED_TOO].includes(element))).toEqual([])
    const addresses = await page
      .locator('.vendor-text a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol))
    expect(addresses.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).toEqual([])
  }
  expect(complaints).toEqual([])
})

test('what is taken away is safe to open', async ({ request, site }) => {
  const titles = [
    "=cmd|'/c calc'!A1",
    '+1+1',
    '@SUM(1)',
    '\tTabbed',
    'Line\r\nBEGIN:VEVENT\r\nX',
    ']]><evil/>',
    'END:VEVENT',
    'a\u202eb',
  ]
  const slug = await addVendor(
    request,
    site,
    'Formula',
    titles.map((title, index) => saying(index + 1, title)),
  )
  const read = async (file: string) => {
    const answer = await request.get(`/vendors/${slug}/${file}?window=all`)
    expect(answer.status()).toBe(200)
    expect(answer.headers()['x-content-type-options']).toBe('nosniff')
    return await answer.text()
  }

  const rows = parseCsv(await read('incidents.csv'), { columns: true, bom: true }) as Record<string, string>[]
  expect(rows).toHaveLength(titles.length)
  expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@\t\r]|^-\D/.test(cell))).toEqual([])

  const calendar = new ICAL.Component(ICAL.parse(await read('calendar.ics')))
  expect(calendar.getAllSubcomponents('vevent')).toHaveLength(titles.length)

  for (const file of ['feed.atom', 'feed.rss']) expect(parseFeed(await read(file)).items).toHaveLength(titles.length)
  expect((JSON.parse(await read('feed.json')) as { items: unknown[] }).items).toHaveLength(titles.length)
})

test('very long things are kept in bounds', async ({ page, request, site }) => {
  const updates = Array.from({ length: 400 }, (_, n) => ({
    id: `u${n}`,
    status: n === 399 ? 'resolved' : 'identified',
    body: `Work goes on, part ${n}.`,
    created_at: new Date(Date.UTC(2025, 0, 5, 10, n)).toISOString(),
    display_at: null,
  }))
  const title = 'Elevated errors of everything '.repeat(7).slice(0, 200).trim()
  const slug = await addVendor(request, site, 'شركة الدفع', [
    statuspageIncident(5, { name: title, resolved_at: updates.at(-1)?.created_at ?? null, incident_updates: updates }),
    statuspageIncident(7, { name: 'انقطاع في خدمة الدفع (API v2)' }),
  ])
  await page.goto(`/vendors/${slug}?window=all`)
  const entry = page.getByRole('article').filter({ hasText: title })
  await expect(entry.getByRole('listitem')).toHaveCount(8)
  await expect(page.getByRole('article').filter({ hasText: 'API v2' }).locator('h3 bdi')).toHaveText(
    'انقطاع في خدمة الدفع (API v2)',
  )
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await entry.getByRole('link', { name: '392 more updates' }).click()
  await expect(page.locator('#content .timeline > li')).toHaveCount(400)
})
