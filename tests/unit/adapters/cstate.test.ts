import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cstate } from '#lib/adapters/cstate.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { cpuMsOf } from '../../support/cpu-time.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const ISSUE = {
  is: 'issue',
  title: 'Slow disks',
  createdAt: '2026-08-13 12:56:00 +0000 UTC',
  lastMod: '2026-08-13 18:00:00 +0200 CEST',
  permalink: 'https://status.example/issues/2026-08-13-slow-disks/',
  severity: 'disrupted',
  resolved: true,
  informational: false,
  resolvedAt: '2026-08-13 15:56:00 +0000 UTC',
  affected: ['Disks', 'Web', 'Disks'],
  filename: '2026-08-13-Slow-Disks.md',
}

const LIST = {
  is: 'issues',
  title: 'Issues',
  baseURL: 'https://status.example/',
  pages: [ISSUE, { is: 'page', title: 'About' }],
}

const INDEX = {
  is: 'index',
  cStateVersion: '6.0.1',
  title: 'Example',
  baseURL: 'https://status.example/',
  summaryStatus: 'disrupted',
  pinnedIssues: [],
  systems: [
    {
      name: 'Disks',
      category: 'Storage',
      status: 'disrupted',
      unresolvedIssues: [{ ...ISSUE, resolved: false, resolvedAt: '<no value>' }],
    },
    { name: 'Web', category: 'Sites', status: 'ok', unresolvedIssues: [{ ...ISSUE, resolved: false, resolvedAt: '' }] },
  ],
}

const SOURCE = `---
title: Slow disks
date: 2026-08-13T9:56:00-00:00
resolved: yes
resolvedWhen: 2026-08-13 15:56:00
# One of down, disrupted, notice
severity: disrupted
affected:
  - Disks
section: issue
---
Reads are **slow**.
`

testAdapter(cstate, [
  { name: 'the list of issues', document: jsonDocument(LIST), incidents: 1, updates: 0, warnings: 0 },
  { name: 'the index', document: jsonDocument(INDEX), incidents: 1, updates: 0, warnings: 0 },
  {
    name: 'one issue',
    document: jsonDocument({ ...ISSUE, body: '<p>Reads are slow.</p>' }),
    incidents: 1,
    updates: 1,
    warnings: 0,
  },
  { name: 'a source', document: documentOf(SOURCE), incidents: 1, updates: 1, warnings: 0 },
])

testTampered(cstate, {
  'the list': LIST,
  'the index': INDEX,
  'one issue': { ...ISSUE, body: '<p>Slow.</p>' },
  'a source': SOURCE,
})

describe('the JSON of a cState site', () => {
  // As the themes 5.0 to 6.0 write it: values as their authors typed them, and in 5.0 a comma behind the pages.
  const served = (title: string) => `{
  "is": "issues",
  "title": "Issues",
  "baseURL": "https://status.example/", 
  "description": "We say how it goes.
Help "us" by a \\mail.",
  "pages": [
      {
        "is": "issue",
        "title": "${title}",
        "createdAt": "2026-08-13 12:56:00 +0000 UTC",
        "permalink": "https://status.example/issues/slow/",
        "resolved": true,
        "resolvedAt": "2026-08-13T15:56:00-00:00",
        "affected": ["Disks"],
        "summary": "\\u003cp\\u003eSlow.",
        "filename": "slow.md"
      }
    
  ], 
}
`
  const read = (text: string) => cstate.parse(documentOf(text))

  it('is read with quotation marks in its titles, line breaks in its description and commas too many', () => {
    const told = { title: 'Reads of "cold" disks, slow', statedEndedAt: new Date('2026-08-13T15:56:00Z') }
    expect(read(served('Reads of "cold" disks, slow')).incidents).toMatchObject([told])
    expect(read(served('Slow disks').replaceAll('\n', '\r\n')).incidents).toMatchObject([{ title: 'Slow disks' }])
  })

  it('is refused where it is broken otherwise', () => {
    expect(() => read(served('Slow').slice(0, -12))).toThrow(ParseError)
    expect(() => read(served('Slow').replace('"pages": [', '"pages": [['))).toThrow(ParseError)
  })

  it('costs no more than its length, whatever its lines leave open', async () => {
    const lines = (count: number) => `{"is": "issues", "pages": [\n${'"title": "a\n'.repeat(count)}`
    const cost = (count: number) => cpuMsOf(() => expect(() => read(lines(count))).toThrow(ParseError))
    await cost(1_000)
    expect(await cost(80_000)).toBeLessThan(40 * Math.max(5, await cost(8_000)))
  })
})

describe('the nearly-JSON of cState 5.0', () => {
  /** As the template wrote a list: a comma after it, and texts as they stand in the settings of the site. */
  const text = JSON.stringify({ ...LIST, description: '' }, null, 2)
    .replace(/\n\}$/, ', \n}')
    .replace('"description": ""', '"description": "All of it,\n\tand more"')

  it('says the same as the JSON of later ones', () => {
    expect(() => JSON.parse(text)).toThrow()
    expect(cstate.parse(documentOf(text)).incidents).toEqual(cstate.parse(jsonDocument(LIST)).incidents)
    expect(cstate.recognise(documentOf(text))?.evidence).toBe('1 issues as cState has them')
  })

  it('is no whole list when a half of it has come', () => {
    for (let end = 1; end < text.length - 1; end += 7)
      expect(() => cstate.parse(documentOf(text.slice(0, end)))).toThrow(ParseError)
  })
})

describe('an issue of cState', () => {
  const read = (issue: Record<string, unknown>) => cstate.parse(jsonDocument({ ...ISSUE, ...issue }))

  it('keeps what it says, with the times that Go prints', () => {
    expect(read({ body: '<p>Reads are <b>slow</b>.</p>' }).incidents).toMatchObject([
      {
        externalId: '2026-08-13-slow-disks',
        kind: 'incident',
        impact: 'minor',
        sourceImpact: 'disrupted',
        status: 'resolved',
        sourceStatus: 'true',
        statedStartedAt: new Date('2026-08-13T12:56:00Z'),
        statedEndedAt: new Date('2026-08-13T15:56:00Z'),
        modifiedAt: new Date('2026-08-13T16:00:00Z'),
        sourceUrl: 'https://status.example/issues/2026-08-13-slow-disks/',
        components: [{ name: 'Disks' }, { name: 'Web' }],
        updatesComplete: true,
        updates: [{ externalId: 'body', body: 'Reads are **slow**.', postedAt: new Date('2026-08-13T12:56:00Z') }],
      },
    ])
  })

  it('has a planned end and no other before it is resolved', () => {
    expect(read({ resolved: false }).incidents[0]).toMatchObject({
      status: null,
      statedEndedAt: null,
      scheduledUntil: new Date('2026-08-13T15:56:00Z'),
    })
  })

  it.each(['', '<no value>', '&lt;no value&gt;'])('has no end where its template wrote %j', (resolvedAt) => {
    expect(read({ resolvedAt }).incidents[0]).toMatchObject({ status: 'resolved', statedEndedAt: null })
  })

  it.each([
    ['down', false, 'incident', 'major'],
    ['notice', false, 'notice', 'none'],
    ['disrupted', true, 'notice', 'minor'],
  ])('of severity %s, informational %s, is of kind %s and impact %s', (severity, informational, kind, impact) => {
    expect(read({ severity, informational }).incidents).toMatchObject([{ kind, impact, sourceImpact: severity }])
  })

  it('warns of a severity that it does not know', () => {
    const { incidents, warnings } = read({ severity: 'monitoring' })
    expect(incidents).toMatchObject([{ impact: 'unknown', sourceImpact: 'monitoring' }])
    expect(warnings).toEqual([{ path: 'document.severity', message: 'unknown severity', value: 'monitoring' }])
  })

  it('is unclear with an unreadable date', () => {
    const parsed = cstate.parse(jsonDocument({ ...LIST, pages: [{ ...ISSUE, createdAt: 'soon' }] }))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([{ unclear: 'createdAt is not a readable time: "soon"', updates: [] }])
  })
})

describe('the source of an issue of cState', () => {
  const read = (source: string, url: string | null = null) => cstate.parse(documentOf(source, { url }))

  it('is known by the name of its file, in lower case as in its address', () => {
    const [incident] = read(SOURCE, 'https://raw.example/content/issues/2026-08-13-Slow-Disks.md').incidents
    expect(incident).toMatchObject({ externalId: '2026-08-13-slow-disks', sourceUrl: null })
  })

  it('is known by its day and title where it has no name', () => {
    expect(read(SOURCE).incidents[0]?.externalId).toBe('2026-08-13 slow disks')
  })

  it('has times as people write them: hours of one digit, no zone, a day alone', () => {
    expect(read(SOURCE).incidents[0]).toMatchObject({
      statedStartedAt: new Date('2026-08-13T09:56:00Z'),
      statedEndedAt: new Date('2026-08-13T15:56:00Z'),
    })
    expect(read(SOURCE.replace('2026-08-13T9:56:00-00:00', '2026-08-13')).incidents[0]?.statedStartedAt).toEqual(
      new Date('2026-08-13T00:00:00Z'),
    )
  })

  it.each(['true', 'True', 'yes', ' yes '])('is resolved when it says "%s"', (word) => {
    expect(read(SOURCE.replace('resolved: yes', `resolved: ${word}`)).incidents[0]?.status).toBe('resolved')
  })

  it('may affect nothing', () => {
    expect(read(SOURCE.replace('affected:\n  - Disks', 'affected:')).incidents[0]?.components).toEqual([])
  })

  it.each([
    ['another kind of page', SOURCE.replace('section: issue', 'section: page')],
    ['a head that is not YAML', SOURCE.replace('title: Slow disks', 'title: "Slow')],
    [
      'a bomb of aliases',
      `---\n${Array.from({ length: 12 }, (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : Array(9).fill(`*a${level - 1}`)}]`).join('\n')}\nsection: issue\n---\n`,
    ],
    ['a head nested without end', `---\na: ${'['.repeat(15_000)}\n---\n`],
    ['a head without an end', SOURCE.replace('---\nReads', 'Reads')],
  ])('is not %s', (_, source) => {
    expect(cstate.recognise(documentOf(source))).toBeNull()
    expect(() => read(source)).toThrow(ParseError)
  })
})

describe('what a cState site lists', () => {
  it('is all issues in the list, with where their texts are', () => {
    const parsed = cstate.parse(jsonDocument(LIST))
    expect(parsed).toMatchObject({ completeness: 'whole', kinds: ['incident', 'notice'] })
    expect(parsed.references).toEqual([
      { externalId: '2026-08-13-slow-disks', url: 'https://status.example/issues/2026-08-13-slow-disks/index.json' },
    ])
  })

  it('is what is unresolved in the index, once for all systems, and the systems', () => {
    const parsed = cstate.parse(jsonDocument(INDEX))
    expect(parsed).toMatchObject({
      completeness: 'open',
      page: { name: 'Example', url: 'https://status.example/', indicator: 'disrupted' },
    })
    expect(parsed.components).toMatchObject([
      { name: 'Disks', group: 'Storage', sourceStatus: 'disrupted' },
      { name: 'Web', sourceStatus: 'ok' },
    ])
  })

  it('may be no issue at all', () => {
    expect(cstate.parse(jsonDocument({ ...LIST, pages: [] })).incidents).toEqual([])
  })
})

describe('where cState is read', () => {
  it('asks for the list and the index', () => {
    expect(cstate.poll?.('https://status.example').map(({ url }) => url)).toEqual([
      'https://status.example/issues/index.json',
      'https://status.example/index.json',
    ])
    expect(cstate.recognise(jsonDocument(INDEX))?.sourceUrl).toBe('https://status.example/')
  })

  it('fills back from the list to each issue', () => {
    const [request] = cstate.backfill?.next('https://status.example', null) ?? []
    if (request === undefined) throw new Error('no request')
    const read = (body: unknown) => {
      const document = jsonDocument(body)
      return cstate.backfill?.next('https://status.example', { request, document, parsed: cstate.parse(document) })
    }
    expect(read(LIST)).toEqual([
      { url: 'https://status.example/issues/2026-08-13-slow-disks/index.json', optional: true },
    ])
    expect(read({ ...ISSUE, body: 'x' })).toEqual([])
  })
})

describe.skipIf(!hasShared)('real sources of cState', () => {
  const files = hasShared ? globSync(sharedPath('fixtures', 'cstate', '*', '*.md')) : []

  it('are 222, each with one issue and its text', () => {
    expect(files).toHaveLength(222)
    const warnings: string[] = []
    for (const file of files) {
      const source = readFileSync(file, 'utf8')
      const parsed = cstate.parse(
        documentOf(source, { url: `https://raw.example/content/issues/${encodeURIComponent(basename(file))}` }),
      )
      expectSoundDocument(parsed)
      expect(parsed.quarantined, file).toEqual([])
      const [, head = '', text = ''] = /^---\s*\n([\s\S]*?)\n---[^\n]*\n?([\s\S]*)$/.exec(source) ?? []
      expect(parsed.incidents, file).toHaveLength(1)
      expect(parsed.incidents[0]?.components, file).toHaveLength(new Set(head.match(/^ *- .*$/gm) ?? []).size)
      expect(parsed.incidents[0]?.updates, file).toHaveLength(text.trim() === '' ? 0 : 1)
      warnings.push(...parsed.warnings.map(({ message, value }) => `${message} ${value}`))
    }
    expect(warnings).toEqual(['unknown severity monitoring', 'unknown severity monitoring'])
  })

  it.each(['civo', 'jenkins'])('are told from the configuration of %s', (site) => {
    expect(() => cstate.parse(documentOf(readFileSync(sharedPath('fixtures', 'cstate', site, 'config.yml'))))).toThrow(
      ParseError,
    )
  })
})
