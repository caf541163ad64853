import { describe, expect, it } from 'vitest'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from '#lib/adapters/adapter.ts'
import { COMPLETENESSES } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { IMPACTS, KINDS, STATUSES } from '#lib/domain/incident.ts'

/** A document that the adapter must read, and what an independent count of the raw body says is in it. */
export interface AdapterCase {
  name: string
  document: SourceDocument
  incidents?: number
  updates?: number
  quarantined?: number
  /** How many warnings; no check when it is left out. */
  warnings?: number
}

/** A document as it would arrive: text becomes UTF-8 bytes. */
export function documentOf(
  content: string | Uint8Array,
  known: Partial<Omit<SourceDocument, 'bytes'>> = {},
): SourceDocument {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { bytes, url: null, contentType: null, readAt: null, ...known }
}

export function jsonDocument(value: unknown, known: Partial<Omit<SourceDocument, 'bytes'>> = {}): SourceDocument {
  return documentOf(JSON.stringify(value), { contentType: 'application/json', ...known })
}

/** What holds for every adapter and every document. */
export function testAdapter(adapter: Adapter, cases: readonly AdapterCase[]): void {
  describe(`${adapter.platform} keeps the contract of adapters`, () => {
    for (const example of cases) testCase(adapter, example)

    it.each(UNREADABLE)('refuses %s with a ParseError', (_, bytes) => {
      const document = documentOf(bytes)
      expect(() => adapter.parse(document)).toThrow(ParseError)
      expect(adapter.recognise(document)).toBeNull()
    })

    const [first] = cases
    if (first !== undefined) {
      it.each([10, 20, 30, 40, 50, 60, 70, 80, 90])(
        'refuses a document cut off at %i %% with a ParseError',
        (percent) => {
          const { bytes } = first.document
          const part = bytes.subarray(0, Math.floor((bytes.length * percent) / 100))
          expect(() => adapter.parse({ ...first.document, bytes: part })).toThrow(ParseError)
        },
      )
    }
  })
}

/** Asserts what holds for any parsed document; for documents that are made up while a test runs. */
export function expectSoundDocument(parsed: ParsedDocument): void {
  expect(COMPLETENESSES).toContain(parsed.completeness)
  for (const kind of parsed.kinds) expect(KINDS).toContain(kind)
  expectUnique(parsed.incidents.map((incident) => incident.externalId))
  expectUnique(parsed.components.map((component) => component.externalId))
  if (parsed.covers !== null) {
    expect(parsed.completeness).toBe('part')
    expect(parsed.covers.from.getTime()).toBeLessThan(parsed.covers.to.getTime())
  }
  for (const warning of parsed.warnings) {
    expect(warning.path, warning.message).toBeTypeOf('string')
    expect(warning.message).not.toBe('')
    expect(warning.value?.length ?? 0).toBeLessThanOrEqual(200)
  }
  for (const item of parsed.quarantined) {
    expect(item.path).not.toBe('')
    expect(item.reason).not.toBe('')
    expect(item.raw.length).toBeLessThanOrEqual(64 * 1024)
  }
  for (const incident of parsed.incidents) expectSoundIncident(incident, parsed)
  expectValidDates(parsed, '')
}

/** The counts that every fixture test compares with a count of the raw body. */
export function countOf(parsed: ParsedDocument): { incidents: number; updates: number } {
  return {
    incidents: parsed.incidents.length,
    updates: parsed.incidents.reduce((sum, incident) => sum + incident.updates.length, 0),
  }
}

function testCase(adapter: Adapter, example: AdapterCase): void {
  it(`reads ${example.name}`, () => {
    const before = example.document.bytes.slice()
    const parsed = adapter.parse(example.document)
    expectSoundDocument(parsed)
    expect(adapter.parse(example.document), 'parsing twice').toEqual(parsed)
    expect(example.document.bytes, 'the bytes are left alone').toEqual(before)
    expectStampUnread(adapter, example.document, parsed)
    expect(adapter.recognise(example.document), 'its own documents are recognised').not.toBeNull()
    const counts = countOf(parsed)
    if (example.incidents !== undefined) expect(counts.incidents, 'incidents').toBe(example.incidents)
    if (example.updates !== undefined) expect(counts.updates, 'updates').toBe(example.updates)
    if (example.warnings !== undefined) expect(parsed.warnings).toHaveLength(example.warnings)
    expect(parsed.quarantined.map((item) => `${item.path} ${item.reason}`)).toHaveLength(example.quarantined ?? 0)
  })
}

/** Documents that differ in their stamp alone are not parsed again. */
function expectStampUnread(adapter: Adapter, document: SourceDocument, parsed: ParsedDocument): void {
  const [from, to] =
    adapter.stamp?.exec(Buffer.from(document.bytes).toString('latin1').slice(0, 4_096))?.indices?.[1] ?? []
  if (from === undefined || to === undefined) return
  const bytes = Buffer.concat([
    document.bytes.subarray(0, from),
    Buffer.from('2031-05-06T07:08:09Z'),
    document.bytes.subarray(to),
  ])
  expect(adapter.parse({ ...document, bytes }), 'its stamp is not read').toEqual(parsed)
}

function expectSoundIncident(incident: ParsedIncident, parsed: ParsedDocument): void {
  expect(incident.externalId.trim()).not.toBe('')
  expect(incident.otherIds).not.toContain(incident.externalId)
  expect(incident.title.trim(), incident.externalId).toBe(incident.title)
  expect(incident.title).not.toBe('')
  // A list of what is open may show what it need not list, such as a pinned notice.
  if (parsed.completeness !== 'open')
    expect(parsed.kinds, `the kind of ${incident.externalId} is one that the document lists`).toContain(incident.kind)
  expect(IMPACTS).toContain(incident.impact)
  if (incident.status !== null) expect(STATUSES).toContain(incident.status)
  if (incident.sourceUrl !== null) expect(incident.sourceUrl).toMatch(/^https?:\/\//)
  expectUnique(incident.components.map((component) => component.externalId))
  expectUnique(incident.updates.map((update) => update.externalId))
  const times = incident.updates.map((update) => update.postedAt.getTime())
  expect(times, `updates of ${incident.externalId} in time order`).toEqual(times.toSorted((a, b) => a - b))
  for (const update of incident.updates) {
    if (update.status !== null) expect(STATUSES).toContain(update.status)
    expect(update.body, 'no blanks around a body').toBe(update.body.trim())
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(`${incident.title}${update.body}`).not.toMatch(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/)
  }
}

function expectUnique(ids: string[]): void {
  expect(new Set(ids).size, `unique: ${ids.join(', ').slice(0, 300)}`).toBe(ids.length)
}

/** Every Date anywhere in the result is a valid one of a plausible century. */
function expectValidDates(value: unknown, path: string): void {
  if (value instanceof Date) {
    expect(value.getUTCFullYear(), path).toBeGreaterThanOrEqual(1990)
    expect(value.getUTCFullYear(), path).toBeLessThanOrEqual(2100)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) expectValidDates(inner, `${path}.${key}`)
  }
}

const UNREADABLE: [string, string | Uint8Array][] = [
  ['an empty document', ''],
  ['blanks', ' \n\t '],
  ['random bytes', Uint8Array.from({ length: 512 }, (_, index) => (index * 7919) % 251)],
  ['NUL bytes', new Uint8Array(64)],
  [
    'the page of a single-page application',
    '<!doctype html><html><head><title>Status</title></head><body><div id="root"></div></body></html>',
  ],
  ['a sentence', 'Service unavailable, please try again.'],
  ['JSON of something else', '{"message":"Not Found","documentation_url":"https://example.com"}'],
  ['an empty JSON object', '{}'],
  ['a JSON number', '42'],
  ['JSON null', 'null'],
  ['a JSON array of numbers', '[1,2,3]'],
  ['JSON nested 100,000 levels deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['XML of something else', '<?xml version="1.0"?><note><to>you</to></note>'],
  [
    'an XML entity bomb',
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><rss version="2.0"><channel><title>&lol2;</title></channel></rss>',
  ],
  ['XML nested 100,000 levels deep', `<rss version="2.0">${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</rss>`],
]
