import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '#lib/adapters/adapter.ts'
import { outageText } from '#lib/adapters/outage-text.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { cpuMsOf } from '../../support/cpu-time.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, testAdapter } from './test-adapter.ts'

const HEADER = `Acme Outage History
Acme is up right nowAcme had 12 outages in the last 2 years totaling 9h 5m of downtime — averaging 0.5 incidents per month.
There were 12 Acme outages since March 3, 2024 totaling 9h 5m of downtime. What follows are all of them.`

const MAIL = `Mail waits in the “outgoing” queue
Timeline · 3 updates
- investigating Mar 02, 2026, 11:58 PM UTC
Mail leaves late. We look into it.
- identified Mar 03, 2026, 12:04 AM UTC
The queue is full
- resolved Mar 03, 2026, 12:41 PM UTC
All of it was sent.`

const SIGN_IN = `Sign-in fails
Timeline · 11 updates`

const SEARCH = `Search is slow
Timeline · 1 update
- resolved Feb 11, 2026, 08:00 AM UTC
Search took four seconds between 7:10 and 7:40 UTC.`

const WHOLE = [HEADER, MAIL, SIGN_IN, SEARCH].join('\n')

testAdapter(outageText, [
  { name: 'a page of three incidents', document: documentOf(WHOLE), incidents: 3, updates: 4, warnings: 1 },
  { name: 'a page without outages', document: documentOf(page({ declared: 0 })), incidents: 0, warnings: 0 },
])

describe('a page of an outage history', () => {
  const parsed = read(WHOLE)
  const [mail, signIn, search] = parsed.incidents

  it('says what its header declares', () => {
    expect(parsed).toMatchObject({
      completeness: 'newest',
      kinds: ['incident'],
      declared: { incidentCount: 12, since: new Date('2024-03-03T00:00:00Z') },
      page: { name: 'Acme', url: null, timeZone: 'UTC', indicator: 'up' },
    })
  })

  it('gives each incident its title, the status of its last update and its declared number of updates', () => {
    expect(mail).toMatchObject({
      kind: 'incident',
      title: 'Mail waits in the “outgoing” queue',
      impact: 'unknown',
      status: 'resolved',
      declaredUpdateCount: 3,
      updatesComplete: true,
    })
  })

  it('reads the twelve-hour clock around midnight and noon', () => {
    expect(mail?.updates.map(({ status, postedAt, body }) => [status, postedAt.toISOString(), body])).toEqual([
      ['investigating', '2026-03-02T23:58:00.000Z', 'Mail leaves late. We look into it.'],
      ['identified', '2026-03-03T00:04:00.000Z', 'The queue is full'],
      ['resolved', '2026-03-03T12:41:00.000Z', 'All of it was sent.'],
    ])
  })

  it('bounds an incident without updates by the first updates of its neighbours', () => {
    expect(signIn).toMatchObject({
      title: 'Sign-in fails',
      startedAfter: new Date('2026-02-11T08:00:00Z'),
      startedBefore: new Date('2026-03-02T23:58:00Z'),
      declaredUpdateCount: 11,
      updatesComplete: false,
      updates: [],
    })
    expect(search).toMatchObject({ startedAfter: null, startedBefore: null })
    expect(parsed.warnings).toEqual([
      { path: 'line 13', message: 'declares 11 updates and lists 0', value: 'Sign-in fails' },
    ])
  })

  it('leaves a bound open where an undated incident has no neighbour', () => {
    const bounds = (text: string) =>
      read(text).incidents.map(({ startedAfter, startedBefore }) => [startedAfter, startedBefore])
    const dated = new Date('2026-02-11T08:00:00Z')
    expect(bounds([HEADER, SIGN_IN, SEARCH].join('\n'))).toEqual([
      [dated, null],
      [null, null],
    ])
    expect(bounds([HEADER, SEARCH, SIGN_IN].join('\n'))).toEqual([
      [null, null],
      [null, dated],
    ])
    expect(bounds([HEADER, SIGN_IN].join('\n'))).toEqual([[null, null]])
  })

  it('reads what the state sentence says', () => {
    const indicators = [
      'Acme is down right now: mail',
      'Acme has a problem right now',
      'Acme’s state is not known',
    ].map((state) => read(page({ state, incidents: [SEARCH] })).page?.indicator)
    expect(indicators).toEqual(['down', 'a problem', null])
  })

  it('reads on without a declared total, and warns', () => {
    const parsed = read(`Acme Outage History\n${SEARCH}`)
    expect(parsed.declared).toBeNull()
    expect(parsed.warnings).toMatchObject([{ path: 'line 1', value: null }])
  })

  it('calls an incident of maintenance words a maintenance', () => {
    const planned =
      'New disks\nTimeline · 2 updates\n- scheduled May 1, 2026, 10:00 AM UTC\nSoon.\n- completed May 2, 2026, 10:00 AM UTC\nDone.'
    const parsed = read(page({ incidents: [planned] }))
    expect(parsed.incidents).toMatchObject([{ kind: 'maintenance', status: 'completed' }])
    expect(parsed.kinds).toEqual(['incident', 'maintenance'])
  })
})

describe('the same page in another spelling', () => {
  const original = read(WHOLE)
  const spellings: [string, string | Uint8Array][] = [
    ['line ends of Windows', WHOLE.replaceAll('\n', '\r\n')],
    ['line ends of an old Mac', WHOLE.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${WHOLE}`],
    ['UTF-16', Buffer.from(`\uFEFF${WHOLE}`, 'utf16le')],
    ['non-breaking spaces', WHOLE.replaceAll(' ', '\u00A0')],
    ['a narrow space before AM and PM', WHOLE.replace(/ (?=[AP]M)/g, '\u202F')],
    [
      'invisible characters in the structure',
      WHOLE.replaceAll('Timeline', '\u200ETimeline\u200B').replaceAll('- ', '\u200E- '),
    ],
    ['typographic dashes', WHOLE.replaceAll(/^- /gm, '– ')],
    ['tabs and blanks around lines', WHOLE.replaceAll('\n', ' \t\n').replaceAll(/^(- |Timeline)/gm, '\t$1')],
    ['blank lines between the lines', WHOLE.replaceAll('\n', '\n\n')],
    ['a final line end', `${WHOLE}\n`],
    [
      'a clock of 24 hours',
      WHOLE.replace('11:58 PM', '23:58')
        .replace('12:04 AM', '00:04')
        .replace('12:41 PM', '12:41')
        .replace('08:00 AM', '8:00'),
    ],
    ['full names of months', WHOLE.replaceAll(/- (\w+) Mar /g, '- $1 March ').replace('Feb ', 'February ')],
    ['capitals', WHOLE.replaceAll(/^- \w+/gm, (start) => start.toUpperCase())],
  ]

  it.each(spellings)('%s', (_, bytes) => {
    const { incidents, declared, page, quarantined } = outageText.parse(documentOf(bytes))
    expect({ incidents: incidents.map(inOneSpelling), declared, page, quarantined }).toEqual({
      incidents: original.incidents.map(inOneSpelling),
      declared: original.declared,
      page: original.page,
      quarantined: [],
    })
  })
})

describe('a text that looks like structure', () => {
  it('keeps a bullet that begins with a status word but has no date', () => {
    const body = 'What was done:\n- resolved the lock by hand, release 2024 follows\n- monitoring until 10:00 UTC'
    expect(
      readLast(`Search is slow\nTimeline · 1 update\n- resolved Feb 11, 2026, 08:00 AM UTC\n${body}.`),
    ).toMatchObject({
      updates: [{ body: `${body}.` }],
    })
  })

  it('keeps a line that equals a title', () => {
    const text =
      'Search is slow\nTimeline · 1 update\n- resolved Feb 11, 2026, 08:00 AM UTC\nSearch is slow\nIt is not any more.'
    expect(readLast(text)).toMatchObject({ updates: [{ body: 'Search is slow\nIt is not any more.' }] })
  })

  it('keeps blank lines within a text', () => {
    const text = 'Search is slow\nTimeline · 1 update\n- resolved Feb 11, 2026, 08:00 AM UTC\nFirst.\n\nSecond.'
    expect(readLast(text)?.updates[0]?.body).toBe('First.\n\nSecond.')
  })

  it('takes a doubtful line for an update where the timeline promises one more', () => {
    const text = `Search is slow
Timeline · 2 updates
- looking into it Feb 11, 2026, 07:00 AM UTC
It is slow.
- resolved Feb 11, 2026, 08:00 AM UTC
It is fast.`
    const parsed = read(page({ incidents: [text] }))
    expect(parsed.incidents[0]?.updates).toMatchObject([
      { status: null, sourceStatus: 'looking into it' },
      { status: 'resolved' },
    ])
    expect(parsed.warnings).toEqual([{ path: 'line 6', message: 'an unknown status', value: 'looking into it' }])
  })
})

describe('ids', () => {
  const idsOf = (...incidents: string[]) => read(page({ incidents })).incidents.map(({ externalId }) => externalId)
  const older = SEARCH.replace('Feb 11', 'Feb 10')

  it('are made of first time and title, for an undated incident of its older neighbour', () => {
    expect(read(WHOLE).incidents.map(({ externalId }) => externalId)).toEqual([
      '2026-03-02T23:58:00.000Z mail waits in the outgoing queue',
      'after 2026-02-11T08:00:00.000Z sign-in fails',
      '2026-02-11T08:00:00.000Z search is slow',
    ])
  })

  it('survive later updates, incidents above and below, and another kind of quotes', () => {
    const [id] = idsOf(MAIL.replace('3 updates', '2 updates').replace(/\n- resolved[\s\S]*/, ''), SEARCH)
    expect(idsOf(SIGN_IN, MAIL.replaceAll(/[“”]/g, '"'), SEARCH, older)[1]).toBe(id)
  })

  it('of an undated incident survive a newer one above it', () => {
    expect(idsOf(MAIL, SIGN_IN, SEARCH)[1]).toBe(idsOf(SIGN_IN, SEARCH)[0])
  })

  it('count equal incidents from the oldest on', () => {
    const twice = idsOf(SEARCH, SEARCH, older)
    expect(twice).toEqual([
      '2026-02-11T08:00:00.000Z/2 search is slow',
      '2026-02-11T08:00:00.000Z search is slow',
      '2026-02-10T08:00:00.000Z search is slow',
    ])
    expect(idsOf(SEARCH, SEARCH, SEARCH, older).slice(1)).toEqual(twice)
  })

  it('of updates are made of time and status, with an ordinal among equals', () => {
    const text =
      'Search is slow\nTimeline · 2 updates\n- investigating Feb 11, 2026, 07:00 AM UTC\nOne.\n- investigating Feb 11, 2026, 07:00 AM UTC\nTwo.'
    expect(readLast(text)?.updates.map(({ externalId, body }) => [externalId, body])).toEqual([
      ['2026-02-11T07:00:00.000Z investigating', 'One.'],
      ['2026-02-11T07:00:00.000Z investigating 2', 'Two.'],
    ])
  })
})

describe('an incident that cannot be read in full', () => {
  it('keeps an unknown status word beside no status, and warns', () => {
    const parsed = read(page({ incidents: [SEARCH.replace('- resolved', '- sorted')] }))
    expect(parsed.incidents[0]).toMatchObject({ status: null, updates: [{ status: null, sourceStatus: 'sorted' }] })
    expect(parsed.warnings).toEqual([{ path: 'line 6', message: 'an unknown status', value: 'sorted' }])
  })

  it('warns when an incident in the middle lists fewer updates than it declares', () => {
    const parsed = read(WHOLE.replace('3 updates', '5 updates'))
    expect(parsed.incidents[0]).toMatchObject({ declaredUpdateCount: 5, updatesComplete: false })
    expect(parsed.warnings).toContainEqual({
      path: 'line 5',
      message: 'declares 5 updates and lists 3',
      value: 'Mail waits in the “outgoing” queue',
    })
  })

  it.each([
    'Feb 30, 2026, 11:58 PM UTC',
    'Mar 02, 2026, 13:58 PM UTC',
    'Mar 02, 2026, 24:10 UTC',
    'Mir 02, 2026, 11:58 PM UTC',
    '2026-03-02 23:58 UTC',
    'Invalid Date',
  ])('sets it aside when a date is %s, with its raw text, and keeps the others', (date) => {
    const raw = MAIL.replace('Mar 02, 2026, 11:58 PM UTC', date)
    const parsed = read([HEADER, raw, SIGN_IN, SEARCH].join('\n'))
    expectSoundDocument(parsed)
    expect(parsed.quarantined).toEqual([
      { path: 'line 6', externalId: null, reason: `the time of "- investigating ${date}" cannot be read`, raw },
    ])
    expect(parsed.incidents.map(({ title, startedBefore }) => [title, startedBefore])).toEqual([
      ['Sign-in fails', null],
      ['Search is slow', null],
    ])
  })

  it('sets aside a timeline without a title', () => {
    const parsed = read([HEADER, MAIL.replace(/^.*\n/, ''), SEARCH].join('\n'))
    expect(parsed.quarantined).toMatchObject([{ path: 'line 4', reason: 'the timeline has no title' }])
    expect(parsed.incidents).toHaveLength(1)
  })

  it('warns of a text that belongs to no update', () => {
    const parsed = read(WHOLE.replace('11 updates', '11 updates\nNothing could be loaded'))
    expect(parsed.warnings[0]).toEqual({
      path: 'line 14',
      message: 'a text that belongs to no update',
      value: 'Nothing could be loaded',
    })
    expect(parsed.incidents[1]?.updates).toEqual([])
  })
})

describe('a document that is refused', () => {
  it.each([
    [
      'HTML',
      '<!doctype html><title>Acme Outage History</title>',
      'line 1: an HTML or XML document, not the text of a page',
    ],
    ['JSON', '{"page":{"name":"Acme"}}', 'line 1: a JSON document, not the text of a page'],
    ['a binary file', `${HEADER}\n\u0000\u0001`, 'line 4: a binary file, not text'],
    ['nothing', ' \r\n', 'the document is empty'],
    [
      'another text',
      '\n\nService unavailable',
      'line 3: a title such as "Courier Outage History" was expected, not "Service unavailable"',
    ],
    [
      'a time without a zone',
      WHOLE.replace('12:04 AM UTC', '12:04 AM'),
      'line 8: a time in UTC was expected, not "- identified Mar 03, 2026, 12:04 AM"',
    ],
    [
      'a time in another zone',
      WHOLE.replace('12:04 AM UTC', '12:04 AM PDT'),
      'line 8: a time in UTC was expected, not "- identified Mar 03, 2026, 12:04 AM PDT"',
    ],
    [
      'a timeline without a number',
      WHOLE.replace('3 updates', 'some updates'),
      'line 5: "Timeline · N updates" was expected, not "Timeline · some updates"',
    ],
    [
      'a header alone',
      HEADER,
      'line 3: the document ends without any "Timeline · N updates" line; it declares 12 outages',
    ],
    ['a title alone', 'Acme Outage History', 'line 1: the document ends without any "Timeline · N updates" line'],
    [
      'an end within a word',
      WHOLE.slice(0, -12),
      'line 17: the document was cut short: it ends within this line, after "Search took four seconds between 7:10 a"',
    ],
    ['an end within a timeline', [HEADER, MAIL].join('\n').slice(0, -20), 'line 10: the document was cut short'],
    [
      'a last incident without all of its updates',
      WHOLE.replace('· 1 update', '· 2 updates'),
      'line 17: the document was cut short: its last incident declares 2 updates and lists 1',
    ],
    [
      'a last update without a text',
      `${WHOLE.slice(0, WHOLE.lastIndexOf('\n'))}\n`,
      'line 16: the document was cut short: its last update has no text',
    ],
    [
      'an end after a title',
      `${WHOLE}\nUploads fail\n`,
      'line 18: the document was cut short: "Uploads fail" looks like a title without its timeline',
    ],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(ParseError)
    expect(() => read(text)).toThrow(message)
  })
})

describe('whatever arrives', () => {
  it('is either read or refused with a ParseError', () => {
    const line = fc.oneof(
      fc.constantFrom(
        ...WHOLE.split('\n'),
        '',
        '- ',
        '- resolved',
        'Timeline ·',
        'Timeline · 0 updates',
        'There were no Acme outages since May 1, 2024',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    const text = fc.array(line, { maxLength: 30 }).map((lines) => `Acme Outage History\n${lines.join('\n')}`)
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (text) => expectReadOrRefused(documentOf(text).bytes)),
    )
  })

  it('as damaged bytes is either read or refused with a ParseError', () => {
    const whole = documentOf(WHOLE).bytes
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(damage, (places) => {
        const bytes = whole.slice()
        for (const [index, byte] of places) bytes[index] = byte
        expectReadOrRefused(bytes)
      }),
    )
  })

  it.each([
    ['blank lines', '\n'],
    ['blanks', ' '],
    ['letters', 'a'],
    ['dashes', '- '],
    ['update lines', '- resolved Feb 11, 2026, 08:00 AM UTC\n'],
    ['doubtful lines', '- resolved it in 2024 UTC\n'],
    ['one long doubtful line', '- resolved 2024 UTC '],
    ['undated incidents', 'Sign-in fails\nTimeline · 2 updates\n'],
    ['header sentences', 'There were 12 outage outages since May '],
    ['words', 'resolved identified '],
  ])('is soon done with 64 KB of %s', async (_, unit) => {
    const { bytes } = documentOf(`${WHOLE}\n${unit.repeat(65_536 / unit.length)}`)
    // It takes a few milliseconds; time that grows with the square of the length would be far beyond this.
    expect(await cpuMsOf(() => readOrNull(bytes))).toBeLessThan(500)
  })
})

it('a document cut at any byte is refused, or ends with an incident of which nothing shows that more followed', () => {
  expectCutsAreSafe(documentOf(WHOLE).bytes)
})

describe.skipIf(!hasShared)('the real documents', () => {
  const files = ['courier-outage-history.txt', 'workos-outage-history.txt'] as const
  const bytesOf = (file: string) => (hasShared ? readFileSync(sharedPath('seeds', file)) : Buffer.alloc(0))
  testAdapter(outageText, [
    { name: files[0], document: documentOf(bytesOf(files[0])), incidents: 24, updates: 87, warnings: 0 },
    { name: files[1], document: documentOf(bytesOf(files[1])), incidents: 24, updates: 67, warnings: 1 },
  ])

  it('keep every line of theirs', () => {
    for (const file of files) {
      const [title = '', state = '', declared = '', ...lines] = bytesOf(file).toString('utf8').split('\n')
      const parsed = read(bytesOf(file))
      const kept = parsed.incidents.flatMap(({ title, declaredUpdateCount, updates }) => [
        title,
        `Timeline · ${declaredUpdateCount} update${declaredUpdateCount === 1 ? '' : 's'}`,
        ...updates.flatMap(({ sourceStatus, postedAt, body }) => [`- ${sourceStatus} ${inWords(postedAt)}`, body]),
      ])
      expect(kept).toEqual(lines)
      expect(title).toBe(`${parsed.page?.name} Outage History`)
      expect(state).toContain(`is ${parsed.page?.indicator} right now`)
      expect(declared).toContain(`There were ${parsed.declared?.incidentCount} `)
    }
  })

  it('leave one incident of WorkOS undated, between its neighbours', () => {
    expect(read(bytesOf(files[1])).incidents.filter(({ updates }) => updates.length === 0)).toMatchObject([
      {
        title: 'Authkit and Admin Portal Errors',
        declaredUpdateCount: 11,
        startedAfter: new Date('2025-10-14T10:24:00Z'),
        startedBefore: new Date('2025-11-11T17:24:00Z'),
      },
    ])
  })

  it('are safe to cut at any byte', { timeout: 60_000 }, () => {
    for (const file of files) expectCutsAreSafe(bytesOf(file), 7)
  })
})

/** A page of made-up sentences around the incidents given. */
function page({ declared = 12, state = 'Acme is up right now', incidents = [] as string[] }): string {
  return [
    'Acme Outage History',
    state,
    `There were ${declared} Acme outages since March 3, 2024 totaling some time.`,
    ...incidents,
  ].join('\n')
}

function read(content: string | Uint8Array): ParsedDocument {
  return outageText.parse(documentOf(content))
}

function readLast(incident: string) {
  const parsed = read(page({ incidents: [MAIL, incident] }))
  expect(parsed.warnings).toEqual([])
  return parsed.incidents.at(-1)
}

/** Blank lines, capitals and kinds of dash in texts are the spelling's own. */
function inOneSpelling({
  externalId,
  title,
  startedAfter,
  startedBefore,
  declaredUpdateCount,
  updates,
}: ParsedDocument['incidents'][number]) {
  return {
    externalId,
    title,
    bounds: [startedAfter, startedBefore],
    declaredUpdateCount,
    updates: updates.map(({ externalId, status, postedAt, body }) => ({ externalId, status, postedAt, body })),
  }
}

function expectReadOrRefused(bytes: Uint8Array): void {
  const parsed = readOrNull(bytes)
  if (parsed !== null) expectSoundDocument(parsed)
}

/**
 * What is accepted of a cut document is the beginning of the whole one. Only its last incident may differ: it ends with a
 * sentence or line of the last update's text, or with its timeline line.
 */
function expectCutsAreSafe(bytes: Uint8Array, step = 1): void {
  const whole = read(bytes)
  for (let length = 0; length < bytes.length; length += step) {
    const cut = readOrNull(bytes.subarray(0, length))
    if (cut === null) continue
    const last = cut.incidents.at(-1)
    const expected = whole.incidents[cut.incidents.length - 1]
    if (last === undefined || expected === undefined) throw new Error(`an incident too many after ${length} bytes`)
    const before = (parsed: ParsedDocument) =>
      parsed.incidents.slice(0, cut.incidents.length - 1).map(({ title, updates }) => ({ title, updates }))
    expect(before(cut), `${length} bytes`).toEqual(before(whole))
    expect(last.title).toBe(expected.title)
    expect(last.declaredUpdateCount).toBe(expected.declaredUpdateCount)
    if (last.updates.length === 0) continue
    expect(last.updates.length, `${length} bytes`).toBe(expected.updates.length)
    expect(expected.updates.at(-1)?.body.startsWith(last.updates.at(-1)?.body ?? '-'), `${length} bytes`).toBe(true)
  }
}

function readOrNull(bytes: Uint8Array): ParsedDocument | null {
  try {
    return read(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError)
    return null
  }
}

/** "Jan 29, 2026, 11:13 PM UTC" */
function inWords(instant: Date): string {
  const date = instant.toLocaleDateString('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: '2-digit' })
  const time = instant
    .toLocaleTimeString('en-US', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' })
    .replace(/\s/, ' ')
  return `${date}, ${time} UTC`
}
