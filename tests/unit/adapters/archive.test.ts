import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  COMPLETENESSES,
  type ParsedComponent,
  type ParsedDocument,
  type ParsedIncident,
  type ParsedUpdate,
} from '#lib/adapters/adapter.ts'
import { archive, formatArchive } from '#lib/adapters/archive.ts'
import { stripControls } from '#lib/adapters/wire/decode.ts'
import { createReport, newDocument, newIncident } from '#lib/adapters/wire/report.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { IMPACTS, KINDS, STATUSES } from '#lib/domain/incident.ts'
import { documentOf, jsonDocument, testAdapter } from './test-adapter.ts'

const FORMAT = 'outage-history-archive/1'

const MAIL = {
  externalId: 'a1',
  title: 'Mail is late',
  impact: 'minor',
  components: [{ externalId: 'smtp', name: 'SMTP', from: '2026-03-02T23:58:00Z' }],
  updates: [
    { externalId: 'u1', status: 'investigating', postedAt: '2026-03-02T23:58:00Z', body: 'We look into it.' },
    { externalId: 'u2', status: 'resolved', postedAt: '2026-03-03T14:41:00.250+02:00' },
  ],
}

const ARCHIVE = { format: FORMAT, extent: 'newest', kinds: ['incident'], page: { name: 'Acme' }, incidents: [MAIL] }

testAdapter(archive, [
  { name: 'one incident', document: jsonDocument(ARCHIVE), incidents: 1, updates: 2, warnings: 0 },
  { name: 'an archive of nothing', document: documentOf(formatArchive(documentWith({ incidents: [] }))), incidents: 0 },
])

describe('an archive', () => {
  it('leaves out what has its default', () => {
    const parsed = archive.parse(jsonDocument(ARCHIVE))
    expect(parsed).toEqual(
      documentWith({
        page: { name: 'Acme', url: null, timeZone: null, indicator: null },
        incidents: [
          newIncident({
            externalId: 'a1',
            kind: 'incident',
            title: 'Mail is late',
            impact: 'minor',
            components: [component({ externalId: 'smtp', name: 'SMTP', from: new Date('2026-03-02T23:58:00Z') })],
            updatesComplete: true,
            updates: [
              update({
                externalId: 'u1',
                status: 'investigating',
                postedAt: new Date('2026-03-02T23:58:00Z'),
                body: 'We look into it.',
              }),
              update({ externalId: 'u2', status: 'resolved', postedAt: new Date('2026-03-03T12:41:00.250Z') }),
            ],
          }),
        ],
      }),
    )
    expect(formatArchive(parsed)).toBe(
      `{"format":"${FORMAT}","extent":"newest","kinds":["incident"],"page":{"name":"Acme"},"incidents":[\n` +
        '{"externalId":"a1","title":"Mail is late","impact":"minor","components":[{"externalId":"smtp","name":"SMTP","from":"2026-03-02T23:58:00Z"}],"updates":' +
        '[{"externalId":"u1","status":"investigating","postedAt":"2026-03-02T23:58:00Z","body":"We look into it."},' +
        '{"externalId":"u2","status":"resolved","postedAt":"2026-03-03T12:41:00.250Z"}]}\n]}\n',
    )
  })

  it('reads back every document that it was made from', () => {
    fc.assert(
      fc.property(documents, (parsed) => {
        expect(archive.parse(documentOf(formatArchive(parsed)))).toEqual(parsed)
      }),
    )
  })

  it.each([
    ['another format', { ...ARCHIVE, format: 'outage-history-archive/2' }, 'format: Invalid input'],
    ['no extent', { ...ARCHIVE, extent: undefined }, 'extent: Invalid option'],
    ['a property that it does not know', { ...ARCHIVE, vendor: 'acme' }, 'Unrecognized key: "vendor"'],
    ['no id', withIncident({ externalId: '' }), 'incidents[0].externalId: '],
    ['an unknown status', withIncident({ status: 'solved' }), 'incidents[0].status: '],
    ['a date that is none', withIncident({ statedEndedAt: '2026-02-30T10:00:00Z' }), 'incidents[0].statedEndedAt: '],
    ['a time without a zone', withIncident({ statedEndedAt: '2026-02-03T10:00:00' }), 'incidents[0].statedEndedAt: '],
    [
      'an address of a script',
      withIncident({ sourceUrl: 'javascript:alert(1)' }),
      'incidents[0].sourceUrl: is no http',
    ],
    ['control characters', withIncident({ title: 'Mail\u0000' }), 'incidents[0].title: has control characters'],
    [
      'updates newest first',
      withIncident({ updates: MAIL.updates.toReversed() }),
      'incidents[0].updates: the updates are not',
    ],
    [
      'an update twice',
      withIncident({ updates: [MAIL.updates[0], MAIL.updates[0]] }),
      'incidents[0].updates: lists an id twice',
    ],
    ['an incident twice', { ...ARCHIVE, incidents: [MAIL, MAIL] }, 'incidents: lists an id twice'],
    ['several faults', withIncident({ externalId: '', status: 'solved' }), '(and 1 more)'],
  ])('with %s is refused with its place', (_, value, message) => {
    expect(() => archive.parse(jsonDocument(value))).toThrow(ParseError)
    expect(() => archive.parse(jsonDocument(value))).toThrow(message)
  })

  it('is recognised by its format', () => {
    expect(archive.recognise(jsonDocument(ARCHIVE))).toEqual({ evidence: `its format is "${FORMAT}"`, sourceUrl: null })
    expect(archive.recognise(jsonDocument({ incidents: [] }))).toBeNull()
  })
})

function withIncident(change: object): object {
  return { ...ARCHIVE, incidents: [{ ...MAIL, ...change }] }
}

function documentWith(known: Partial<ParsedDocument>): ParsedDocument {
  return newDocument(createReport(), { incidents: [], completeness: 'newest', kinds: ['incident'], ...known })
}

function component(known: Pick<ParsedComponent, 'externalId' | 'name'> & Partial<ParsedComponent>): ParsedComponent {
  return { group: null, sourceStatus: null, from: null, to: null, ...known }
}

function update(known: Pick<ParsedUpdate, 'externalId' | 'postedAt'> & Partial<ParsedUpdate>): ParsedUpdate {
  return {
    status: null,
    sourceStatus: null,
    modifiedAt: null,
    body: '',
    format: 'text',
    componentChanges: [],
    ...known,
  }
}

const text = fc.oneof(
  fc.constantFrom('', '__proto__', '.000Z', '"\n\t\\'),
  fc.string({ unit: 'binary' }).map(stripControls),
)
const name = text.map((value) => `x${value}`)
const address = fc.webUrl()
const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 })
const byId = <T extends { externalId: string }>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(value, { maxLength: 3, selector: ({ externalId }) => externalId })

const components: fc.Arbitrary<ParsedComponent[]> = byId(
  fc.record({
    externalId: name,
    name,
    group: orNull(text),
    sourceStatus: orNull(text),
    from: orNull(instant),
    to: orNull(instant),
  }),
)

const updates: fc.Arbitrary<ParsedUpdate[]> = byId(
  fc.record({
    externalId: name,
    status: orNull(fc.constantFrom(...STATUSES)),
    sourceStatus: orNull(text),
    postedAt: instant,
    modifiedAt: orNull(instant),
    body: text,
    format: fc.constantFrom('text' as const, 'markdown' as const),
    componentChanges: few(fc.record({ externalId: orNull(text), name, from: orNull(text), to: orNull(text) })),
  }),
).map((list) => list.toSorted((a, b) => a.postedAt.getTime() - b.postedAt.getTime()))

const incidents: fc.Arbitrary<ParsedIncident[]> = byId(
  fc.record({
    externalId: name,
    otherIds: few(name),
    kind: fc.constantFrom(...KINDS),
    title: name,
    impact: fc.constantFrom(...IMPACTS),
    sourceImpact: orNull(text),
    status: orNull(fc.constantFrom(...STATUSES)),
    sourceStatus: orNull(text),
    statedStartedAt: orNull(instant),
    statedEndedAt: orNull(instant),
    scheduledFrom: orNull(instant),
    scheduledUntil: orNull(instant),
    startedAfter: orNull(instant),
    startedBefore: orNull(instant),
    modifiedAt: orNull(instant),
    sourceUrl: orNull(address),
    components,
    regions: few(text),
    declaredUpdateCount: orNull(fc.nat()),
    unclear: orNull(text),
    updatesComplete: fc.boolean(),
    updateIdsDerived: fc.option(fc.boolean(), { nil: undefined }),
    endIsLastChange: fc.option(fc.boolean(), { nil: undefined }),
    isFallback: fc.option(fc.boolean(), { nil: undefined }),
    updates,
  }),
)

const documents: fc.Arbitrary<ParsedDocument> = fc.record({
  completeness: fc.constantFrom(...COMPLETENESSES),
  kinds: few(fc.constantFrom(...KINDS)),
  covers: orNull(fc.record({ from: instant, to: instant })),
  reach: orNull(
    fc.record({
      order: fc.constantFrom('started', 'created'),
      from: fc.record({ incident: instant }, { requiredKeys: [] }),
    }),
  ),
  declared: orNull(fc.record({ incidentCount: fc.nat(), since: orNull(instant) })),
  page: orNull(
    fc.record({ name: orNull(text), url: orNull(address), timeZone: orNull(text), indicator: orNull(text) }),
  ),
  components,
  references: few(fc.record({ externalId: name, url: address })),
  warnings: few(fc.record({ path: text, message: text, value: orNull(text) })),
  quarantined: few(fc.record({ path: text, externalId: orNull(text), reason: text, raw: text })),
  incidents,
})
