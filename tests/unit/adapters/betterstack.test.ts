import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { betterstack } from '#lib/adapters/betterstack.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCLUDED = [
  { id: '35', type: 'status_page_section', attributes: { name: 'Storage ', position: 0 } },
  resource('84', 'Hub', 35, 'operational'),
  resource('85', 'Git', 35, 'not_monitored'),
  report('900', ['502', '501'], { affected_resources: [mention('84', 'resolved')], aggregate_state: 'resolved' }),
  update('501', '2026-06-10T07:00:00.000Z', 'Slow.', [mention('84', 'downtime'), mention('85', 'degraded')]),
  update('502', '2026-06-10T10:50:00.000Z', 'Over.', [mention('84', 'resolved'), mention('85', 'resolved')]),
  report('901', ['503'], {
    title: 'Upgrade',
    report_type: 'maintenance',
    starts_at: '2026-07-22T07:00:00.000Z',
    ends_at: '2026-07-22T08:00:00.000Z',
    affected_resources: [mention('84', 'maintenance')],
    aggregate_state: 'maintenance',
  }),
  update('503', '2026-07-20T07:00:00.000Z', 'Planned.', []),
]

const PAGE = page(INCLUDED)

testAdapter(betterstack, [{ name: 'a page', document: jsonDocument(PAGE), incidents: 2, updates: 3, warnings: 0 }])

testTampered(betterstack, { 'a page': PAGE })

describe('a report of Better Stack', () => {
  const parsed = betterstack.parse(jsonDocument(PAGE))
  const [incident, maintenance] = parsed.incidents

  it('is over once its state says so, with the update that found all resources resolved as its end', () => {
    expect(incident).toMatchObject({
      externalId: '900',
      kind: 'incident',
      title: 'Slow files',
      status: 'resolved',
      sourceStatus: 'resolved',
      statedStartedAt: new Date('2026-06-10T07:00:00Z'),
      statedEndedAt: null,
      updatesComplete: true,
      updates: [
        { externalId: '501', status: null, sourceStatus: 'downtime', body: 'Slow.' },
        { externalId: '502', status: 'resolved', sourceStatus: 'resolved', postedAt: new Date('2026-06-10T10:50:00Z') },
      ],
    })
  })

  it('has the worst that its updates said as impact, of the whole and of each resource', () => {
    expect(incident).toMatchObject({ impact: 'major', sourceImpact: 'downtime' })
    expect(incident?.components).toEqual([
      { externalId: '84', name: 'Hub', group: 'Storage', sourceStatus: 'downtime', from: null, to: null },
      { externalId: '85', name: 'Git', group: 'Storage', sourceStatus: 'degraded', from: null, to: null },
    ])
  })

  it('keeps what each update said of each resource', () => {
    expect(incident?.updates[0]?.componentChanges).toEqual([
      { externalId: '84', name: 'Hub', from: null, to: 'downtime' },
      { externalId: '85', name: 'Git', from: null, to: 'degraded' },
    ])
  })

  it('is a planned window when it is a maintenance', () => {
    expect(maintenance).toMatchObject({
      externalId: '901',
      kind: 'maintenance',
      impact: 'none',
      status: null,
      sourceStatus: 'maintenance',
      scheduledFrom: new Date('2026-07-22T07:00:00Z'),
      scheduledUntil: new Date('2026-07-22T08:00:00Z'),
      statedStartedAt: null,
      statedEndedAt: null,
      updates: [{ status: null, sourceStatus: null }],
    })
  })

  it.each([
    [
      'of which a part is resolved goes on until the rest is',
      ['84 downtime 85 downtime', '84 resolved', '85 resolved'],
      '84 resolved 85 resolved',
      [null, null, 'resolved'],
    ],
    [
      'of which only a part is resolved is not over',
      ['84 downtime 85 degraded', '84 resolved'],
      '84 resolved 85 degraded',
      [null, null],
    ],
    [
      'that comes back has not been resolved before',
      ['84 downtime', '84 resolved', '84 degraded', '84 resolved'],
      '84 resolved',
      [null, null, null, 'resolved'],
    ],
    [
      'that is back now has not been resolved',
      ['84 downtime', '84 resolved', '84 downtime'],
      '84 downtime',
      [null, null, null],
    ],
    [
      'ends although a resource that it no longer names was never called resolved',
      ['84 downtime 85 degraded', '84 resolved'],
      '84 resolved',
      [null, 'resolved'],
    ],
    [
      'is told beside a resource that was well all the time',
      ['84 downtime', '84 resolved 85 operational'],
      '84 resolved',
      [null, 'resolved'],
    ],
    [
      'keeps its first resolution when that is said again',
      ['84 downtime', '84 resolved', '84 resolved'],
      '84 resolved',
      [null, 'resolved', 'resolved'],
    ],
  ])('%s', (_, updates, now, statuses) => {
    const body = page([
      report(
        '1',
        [...updates.keys()].map((index) => `u${index}`),
        { affected_resources: mentions(now) },
      ),
      ...updates.map((affected, hour) =>
        update(`u${hour}`, `2026-06-10T0${hour}:00:00.000Z`, 'Text.', mentions(affected)),
      ),
    ])
    expect(betterstack.parse(jsonDocument(body)).incidents[0]?.updates.map(({ status }) => status)).toEqual(statuses)
  })

  it('has an unknown impact when nothing but its resolution was graded', () => {
    const only = page([
      report('1', ['2'], { aggregate_state: 'resolved' }),
      update('2', '2026-06-10T10:50:00.000Z', 'Over.', [mention('84', 'resolved')]),
    ])
    expect(betterstack.parse(jsonDocument(only)).incidents[0]).toMatchObject({ impact: 'unknown', sourceImpact: null })
  })

  it('warns once of a word that it does not know', () => {
    const odd = page([report('1', ['2']), update('2', '2026-06-10T10:50:00.000Z', 'Hm.', [mention('84', 'wobbly')])])
    const { incidents, warnings } = betterstack.parse(jsonDocument(odd))
    expect(incidents[0]?.updates[0]?.componentChanges[0]?.to).toBe('wobbly')
    expect(warnings).toEqual([
      { path: 'included[1].attributes.affected_resources[0].status', message: 'unknown status', value: 'wobbly' },
    ])
  })

  it('is not known to have lost an update that the document only names', () => {
    const { incidents, warnings } = betterstack.parse(jsonDocument(page([report('1', ['77'])])))
    expect(incidents[0]).toMatchObject({ updates: [], updatesComplete: false })
    expect(warnings).toMatchObject([{ path: 'included[0].relationships.status_updates.data[0]', value: '77' }])
  })

  it('is put aside without an id, and unclear with an unreadable date', () => {
    const parsed = betterstack.parse(
      jsonDocument(page([report('', []), report('2', [], { starts_at: 'soon' }), report('3', [])])),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([
      { externalId: '2', unclear: 'starts_at is not a readable time: "soon"' },
      { externalId: '3', unclear: null },
    ])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['included[0]'])
  })
})

describe('a page of Better Stack', () => {
  it('keeps name, address, zone, overall state and resources', () => {
    const parsed = betterstack.parse(jsonDocument(PAGE))
    expect(parsed).toMatchObject({
      completeness: 'newest',
      kinds: ['incident', 'maintenance'],
      page: {
        name: 'Example',
        url: 'https://status.example/',
        timeZone: 'Eastern Time (US & Canada)',
        indicator: 'downtime',
      },
    })
    expect(parsed.components).toMatchObject([
      { name: 'Hub', group: 'Storage', sourceStatus: 'operational' },
      { name: 'Git', sourceStatus: 'not_monitored' },
    ])
  })

  it('is read at its index.json', () => {
    expect(betterstack.poll?.('https://a.example')).toEqual([{ url: 'https://a.example/index.json' }])
    expect(betterstack.recognise(jsonDocument(PAGE, { url: 'https://a.example/index.json' }))?.sourceUrl).toBe(
      'https://a.example/',
    )
  })

  it('is no other JSON:API document', () => {
    const other = jsonDocument({ data: { id: '1', type: 'monitor', attributes: { aggregate_state: 'up' } } })
    expect(betterstack.recognise(other)).toBeNull()
    expect(() => betterstack.parse(other)).toThrow('not a status page of Better Stack')
  })
})

describe.skipIf(!hasShared)('a real body of Better Stack', () => {
  const bytes = hasShared
    ? readFileSync(sharedPath('fixtures', 'betterstack', 'huggingface-index-20260719-major.json'))
    : Buffer.from('{}')
  const included: { type: string }[] = JSON.parse(bytes.toString()).included ?? []
  const countOfType = (type: string) => included.filter((entry) => entry.type === type).length
  testAdapter(betterstack, [
    {
      name: 'the page of Hugging Face',
      document: documentOf(bytes),
      incidents: countOfType('status_report'),
      updates: countOfType('status_update'),
      warnings: 0,
    },
  ])

  it('ends each manual report with a resolving update', () => {
    const manual = betterstack.parse(documentOf(bytes)).incidents.filter(({ kind }) => kind === 'incident')
    expect(manual.map(({ updates }) => updates.at(-1)?.status)).toEqual(['resolved', 'resolved', 'resolved'])
  })
})

function page(included: unknown[]) {
  return {
    data: {
      id: '1',
      type: 'status_page',
      attributes: {
        company_name: 'Example',
        custom_domain: 'status.example',
        timezone: 'Eastern Time (US & Canada)',
        aggregate_state: 'downtime',
      },
    },
    included,
  }
}

function resource(id: string, name: string, section: number, status: string) {
  return {
    id,
    type: 'status_page_resource',
    attributes: { public_name: name, status_page_section_id: section, status },
  }
}

function report(id: string, updates: string[], attributes: Record<string, unknown> = {}) {
  return {
    id,
    type: 'status_report',
    attributes: {
      title: 'Slow files',
      report_type: 'manual',
      starts_at: '2026-06-10T07:00:00.000Z',
      ends_at: null,
      aggregate_state: 'degraded',
      affected_resources: [],
      ...attributes,
    },
    relationships: { status_updates: { data: updates.map((update) => ({ id: update, type: 'status_update' })) } },
  }
}

function update(id: string, publishedAt: string, message: string, affected: unknown[]) {
  return { id, type: 'status_update', attributes: { message, published_at: publishedAt, affected_resources: affected } }
}

function mention(id: string, status: string) {
  return { status_page_resource_id: id, status }
}

/** "84 downtime 85 resolved" */
function mentions(text: string) {
  return [...text.matchAll(/(\d+) (\w+)/g)].map(([, id = '', status = '']) => mention(id, status))
}
