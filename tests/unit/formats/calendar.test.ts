import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { calendarFormat } from '#lib/formats/calendar.ts'
import type { UpdateView } from '#lib/queries/schemas.ts'
import { incidentView } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'

function fileOf(incidents: ReturnType<typeof incidentView>[], name = 'Acme'): Promise<string> {
  return wholeFile(calendarFormat({ name, url: 'http://localhost:3000/vendors/acme' }), incidents)
}

async function eventsOf(incidents: ReturnType<typeof incidentView>[], name = 'Acme') {
  const text = await fileOf(incidents, name)
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return { uid: event.uid, summary: event.summary, start: event.startDate.toJSDate(), end: event.endDate.toJSDate() }
  })
}

it('has one event an incident, in UTC', async () => {
  expect(await eventsOf([incidentView(), incidentView({ id: 'zzzzzzzzzzzz' })])).toMatchObject([
    {
      uid: 'abcdefghjkmn@outage-history',
      summary: 'Acme: Slow exports',
      start: new Date('2026-03-04T23:40:00Z'),
      end: new Date('2026-03-05T01:10:00Z'),
    },
    { uid: 'zzzzzzzzzzzz@outage-history' },
  ])
})

it('ends an open incident when something was last said, and gives one without a duration its minute', async () => {
  const startedAt = new Date('2026-03-04T23:40:00Z')
  const open = incidentView({ endedAt: null, durationBasis: 'ongoing', newsAt: new Date('2026-03-05T00:10:00Z') })
  const single = incidentView({ endedAt: startedAt, durationBasis: 'single', durationSeconds: null })
  expect((await eventsOf([open, single])).map(({ end }) => end)).toEqual([
    open.newsAt,
    new Date('2026-03-04T23:41:00Z'),
  ])
})

describe('an event', () => {
  const from = new Date('2026-04-01T02:00:00Z')
  const until = new Date('2026-04-01T04:00:00Z')
  const planned = {
    kind: 'maintenance',
    status: 'scheduled',
    ...{ startedAt: from, endedAt: null, scheduledFrom: from, scheduledUntil: until },
    durationBasis: 'planned',
    durationSeconds: null,
  } as const

  it('makes nobody busy, has a greater SEQUENCE with each change, and is asked for again after a while', async () => {
    const text = await fileOf([incidentView(), incidentView({ newsAt: new Date('2026-03-06T00:00:00Z') })])
    expect(text.match(/^TRANSP:TRANSPARENT\r$/gm)).toHaveLength(2)
    expect(text).toContain('\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n')
    const [before = 0, after = 0] = [...text.matchAll(/^SEQUENCE:(\d+)\r$/gm)].map(([, number]) => Number(number))
    expect(before).toBeGreaterThan(0)
    expect(after).toBeGreaterThan(before)
    expect(after).toBeLessThan(2 ** 31)
  })

  it('is tentative until its vendor says that it began, and ends as planned', async () => {
    const underWay = { ...planned, status: 'in_progress', durationBasis: 'ongoing', newsAt: from } as const
    const text = await fileOf([incidentView(planned), incidentView(underWay)])
    expect([...text.matchAll(/^STATUS:(\w+)\r$/gm)].map(([, status]) => status)).toEqual(['TENTATIVE', 'CONFIRMED'])
    expect((await eventsOf([incidentView(planned), incidentView(underWay)])).map(({ end }) => end)).toEqual([
      until,
      until,
    ])
  })

  it('is cancelled where the vendor withdrew it', async () => {
    const text = await fileOf([
      incidentView({ ...planned, withdrawnAt: new Date('2026-03-20T00:00:00Z'), excluded: true }),
    ])
    expect(text).toContain('\r\nSTATUS:CANCELLED\r\n')
    expect(text.replace(/\r\n /g, '')).toContain('Withdrawn by the vendor\\, seen Mar 20\\, 2026\\, 00:00 UTC.')
  })

  it('does not change when a plan begins or ends by the clock alone', async () => {
    const newsAt = new Date('2026-03-20T00:00:00Z')
    const later = [
      planned,
      { ...planned, durationBasis: 'ongoing', durationSeconds: 60 },
      { ...planned, durationBasis: 'reported', durationSeconds: 7200, endedAt: until },
    ] as const
    const texts = await Promise.all(later.map((over) => fileOf([incidentView({ ...over, newsAt })])))
    expect(new Set(texts).size).toBe(1)
  })
})

it('leaves out an undated incident', async () => {
  expect(await eventsOf([incidentView({ startedAt: null, endedAt: null, durationBasis: 'undated' })])).toEqual([])
})

it('has addresses as they are, and a name that is escaped as text', async () => {
  const [name, url] = ['Acme, Inc; R\\D\nUntil now', 'http://localhost:3000/?q=a,b;c']
  const permalink = `http://localhost:3000/i?q=a,b;c&long=${'x'.repeat(80)}`
  const text = await wholeFile(calendarFormat({ name, url }), [incidentView({ permalink })])
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(calendar.getFirstPropertyValue('url')).toBe(url)
  // ical.js knows neither for a text (RFC 7986, 5.1), and hands it out as it stands.
  const escaped = 'Acme\\, Inc\\; R\\\\D\\nUntil now'
  for (const key of ['name', 'x-wr-calname']) expect(calendar.getFirstPropertyValue(key)).toBe(escaped)
  expect(calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('url')).toBe(permalink)
})

it('a title cannot end its event or begin another', async () => {
  const title = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged'
  const events = await eventsOf([incidentView({ title })])
  expect(events).toHaveLength(1)
  expect(events[0]?.summary).toContain('forged')
})

it('describes an incident by its length and all of its updates, word for word', async () => {
  const bodies = ['One; two, three\\four', `${'Les systèmes répondent à nouveau 😀. '.repeat(20)}\nEnd`]
  const updates = bodies.map((body, index) => ({ ...incidentView().updates[0], id: String(index), body }))
  const text = await wholeFile(calendarFormat({ name: 'Acme', url: 'http://localhost:3000' }), [
    incidentView({ updates: updates as ReturnType<typeof incidentView>['updates'] }),
  ])
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  const description = String(event?.getFirstPropertyValue('description'))
  for (const body of bodies) expect(description).toContain(body)
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
})

it('says in plain text what a vendor wrote in Markdown', async () => {
  const said = { ...(incidentView().updates[0] as UpdateView), body: '**Up**, see `/v1/[id]`\\*.', isMarkdown: true }
  const text = await wholeFile(calendarFormat({ name: 'Acme', url: 'http://localhost:3000' }), [
    incidentView({ updates: [said] }),
  ])
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  expect(event?.getFirstPropertyValue('description')).toContain('\nUp, see /v1/[id]*.')
})
