import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { calendarFormat } from '#lib/formats/calendar.ts'
import { type FeedSubject, formatAtom, formatRss } from '#lib/formats/feed.ts'
import { formatVendorMetrics } from '#lib/formats/monitoring.ts'
import { csvFormat } from '#lib/formats/table.ts'
import { incidentView, update } from '#tests/support/incident-view.ts'
import { wholeFile } from '#tests/support/pieces.ts'
import { aVendorSummary } from '#tests/support/vendor-summary.ts'
import { isThere, run as runIn } from './programs.ts'

/** Programs of others, as Debian has them; see docs/clients.md. Those that are missing are skipped. */
const folder = mkdtempSync(join(tmpdir(), 'outage-history-clients-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (program: string, args: string[], input = '') => runIn(folder, program, args, input)

const TITLE = 'R&D <b>slow</b> & "late"'
const said = {
  ...update('u2', 'resolved', '2026-03-05T01:10:00Z', 'Is **up**, see [the docs](https://e.example/a_b?b=1&c=2).'),
  isMarkdown: true,
}
const incident = incidentView({ title: TITLE, updates: [said] })
const planned = incidentView({
  id: 'zzzzzzzzzzzz',
  kind: 'maintenance',
  status: 'scheduled',
  ...{ startedAt: new Date('2026-04-01T02:00:00Z'), endedAt: null },
  ...{ scheduledFrom: new Date('2026-04-01T02:00:00Z'), scheduledUntil: new Date('2026-04-01T04:00:00Z') },
  durationBasis: 'planned',
  durationSeconds: null,
})
const subject: FeedSubject = {
  title: 'R&D outage history',
  description: 'What R&D posted.',
  pageUrl: 'http://localhost:3000/vendors/acme?a=1&b=2',
  feedUrl: 'http://localhost:3000/vendors/acme/feed?a=1&b=2',
  documentUrl: 'http://localhost:3000/vendors/acme/feed?a=1&b=2',
  links: [],
  isArchive: false,
  hubUrl: null,
  iconUrl: 'http://localhost:3000/icon.svg',
  entries: [incident, planned].map((view) => ({ ...view, corrections: [] })),
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const FEEDS = [
  ['atom', formatAtom],
  ['rss', formatRss],
] as const

/** For readers that take a title of RSS for HTML, a word joiner follows each sign of a tag. */
const withoutJoiners = (text: string) => text.replaceAll('\u2060', '')

const PYTHON = '/usr/bin/python3'
const PROMTOOL = 'promtool'
const FEEDPARSER = `
import sys, json, feedparser
feed = feedparser.parse(sys.argv[1])
entry = feed.entries[0]
print(json.dumps({
  'bozo': bool(feed.bozo), 'version': feed.version, 'title': feed.feed.title, 'count': len(feed.entries),
  'entry': entry.title, 'link': entry.link, 'id': entry.id, 'updated': entry.get('updated'),
  'content': (entry.content[0].value if 'content' in entry else entry.summary),
}))`

describe.skipIf(!isThere(PYTHON, ['-c', 'import feedparser']))('feedparser', () => {
  it.each(FEEDS)('reads %s whole: title, address, id, time and links', (name, format) => {
    const read = JSON.parse(run(PYTHON, ['-c', FEEDPARSER, fileOf(`feed.${name}`, format(subject))]))
    expect(read).toMatchObject({ bozo: false, count: 2, link: incident.permalink, updated: '2026-03-05T01:10:00.000Z' })
    expect(withoutJoiners(decode(read.entry))).toBe(`Acme: ${TITLE}`)
    expect(read.content).toContain('<strong>up</strong>')
    expect(read.content).toContain('href="https://e.example/a_b?b=1&amp;c=2"')
  })
})

describe.skipIf(!isThere('sfeed', []))('sfeed', () => {
  it.each(FEEDS)('reads %s line by line', (_name, format) => {
    const lines = run('sfeed', [], format(subject)).trim().split('\n')
    const [time, title, link, content, , id] = lines[0]?.split('\t') ?? []
    expect(lines).toHaveLength(2)
    // Which of an Atom entry's two times it takes is its own choice.
    expect(['2026-03-04T23:40:00Z', '2026-03-05T01:10:00Z'].map((at) => String(Date.parse(at) / 1000))).toContain(time)
    expect({ link, id }).toEqual({
      link: incident.permalink,
      id: `tag:outage-history,2026:incident/${incident.id}`,
    })
    expect(withoutJoiners(title ?? '')).toBe(`Acme: ${TITLE}`)
    expect(content).toContain('<strong>up</strong>')
  })
})

describe.skipIf(!isThere('newsboat'))('newsboat', () => {
  it.each(FEEDS)('shows a title of %s with its tags, and the text without Markdown', (name, format) => {
    const path = fileOf(`newsboat.${name}`, format(subject))
    const urls = fileOf('urls', `file://${path}\n`)
    const cache = join(folder, `cache-${name}.db`)
    run('newsboat', ['-u', urls, '-c', cache, '-x', 'reload'])
    const shown = run(PYTHON, [
      '-c',
      "import sqlite3,sys,json;print(json.dumps(sqlite3.connect(sys.argv[1]).execute(\"select title,url,content from rss_item where title like '%R_D%' or title like '%R&amp;D%'\").fetchall()))",
      cache,
    ])
    const [title, url, content] = JSON.parse(shown)[0]
    expect(withoutJoiners(decode(title))).toBe(`Acme: ${TITLE}`)
    expect({ url, isText: !content.includes('**') }).toEqual({ url: incident.permalink, isText: true })
  })
})

describe('calendars', async () => {
  const text = await wholeFile(calendarFormat({ name: 'R&D, Inc; now', url: subject.pageUrl }), [incident, planned])

  it.skipIf(!isThere('khal'))('khal lists what was and what is planned, at its times', () => {
    const path = fileOf('calendar.ics', text)
    fileOf(
      'khal.conf',
      `[calendars]\n[[a]]\npath = ${folder}/khal\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n`,
    )
    run('mkdir', ['-p', join(folder, 'khal')])
    const khal = (...args: string[]) => run('khal', ['-c', join(folder, 'khal.conf'), ...args])
    khal('import', '--batch', path)
    const listed = khal('list', '--format', '{start-end-time-style} {title} {status}', '2026-03-04', '2026-04-02')
    expect(listed).toContain(`23:40→ Acme: ${TITLE} CONFIRMED`)
    expect(listed).toContain(`→01:10 Acme: ${TITLE} CONFIRMED`)
    expect(listed).toMatch(/02:00-04:00 Acme: Slow exports.*TENTATIVE/)
  })

  it.skipIf(!isThere('calcurse'))('calcurse takes every event', () => {
    const path = fileOf('calcurse.ics', text)
    run('calcurse', ['-q', '-D', join(folder, 'calcurse'), '-i', path])
    const listed = run('calcurse', ['-D', join(folder, 'calcurse'), '-Q', '--from', '03/04/2026', '--days', '30'])
    expect(listed).toContain(`Acme: ${TITLE}`)
    expect(listed).toContain('02:00 -> 04:00')
  })
})

describe.skipIf(!isThere(PROMTOOL))('promtool', () => {
  it('finds no fault in the metrics and the example rules', () => {
    const vendors = [aVendorSummary('acme', { checkedAt: new Date(5_000) }), aVendorSummary('bolt')]
    const text = formatVendorMetrics(vendors, [{ vendor: 'acme', kind: 'incident', impact: 'major', count: 2 }])
    expect(spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
    expect(run(PROMTOOL, ['check', 'rules', 'docs/monitoring/alerts.yml'])).toContain('4 rules found')
  })
})

describe.skipIf(!isThere('ssconvert'))('Gnumeric', () => {
  it('takes the times in UTC for dates', async () => {
    const path = fileOf('incidents.csv', await wholeFile(csvFormat(), [incident]))
    const xml = join(folder, 'incidents.gnumeric.xml')
    run('ssconvert', ['--export-type=Gnumeric_XmlIO:sax:0', path, xml])
    const cells = run('cat', [xml])
    // 40 is a number; a date is a number with a format of its own. 60 would be text.
    expect(cells).toMatch(/ValueType="40" ValueFormat="[^"]*yy[^"]*"[^>]*>46085\.98/)
  })
})

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
