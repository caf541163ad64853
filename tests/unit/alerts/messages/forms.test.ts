import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { FORMS } from '#lib/alerts/messages/forms/all-forms.ts'
import { parseTemplate } from '#lib/alerts/messages/forms/template.ts'
import type { AlertMessage, DigestMessage, EventMessage, TestMessage } from '#lib/alerts/messages/message.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import {
  discordSchema,
  googleChatSchema,
  mattermostSchema,
  ntfySchema,
  pagerdutySchema,
  slackSchema,
  teamsSchema,
} from './service-schemas.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const url = 'https://outages.example.com/vendors/courier/incidents/0123456789ab/slow'

const event: EventMessage = {
  type: 'event',
  id: 'msg_1',
  event: 'resolved',
  what: 'Outage resolved',
  at: NOW,
  vendor: { slug: 'courier', name: 'Courier', url: 'https://outages.example.com/vendors/courier' },
  incident: {
    id: '0123456789ab',
    kind: 'incident',
    impact: 'major',
    title: 'Delivery API is slow',
    url,
    startedAt: NOW,
    endedAt: NOW,
    components: ['Delivery API', 'Dashboard'],
  },
  facts: [
    { name: 'Impact', value: 'major' },
    { name: 'Affected', value: 'Delivery API, Dashboard' },
  ],
  text: 'All is well again.',
  ending: 'Duration: 1h 17m, from start to end as reported.',
  isOver: true,
  subject: 'state',
}
const digest: DigestMessage = {
  type: 'digest',
  id: 'msg_2',
  at: NOW,
  count: 3,
  lines: [{ what: 'Outage opened', vendor: 'Courier', title: 'Slow', url, impact: 'minor' }],
  more: 2,
  url: 'https://outages.example.com',
}
const test: TestMessage = { type: 'test', id: 'msg_3', at: NOW, target: '#ops', url: 'https://outages.example.com' }

const TARGET: Target = {
  id: 1,
  name: 'ops',
  kind: 'webhook',
  settings: { host: 'example.com', template: '{}' },
  secrets: { url: 'https://example.com/in', topic: 'ops', token: 'a'.repeat(32), signingSecret: 'whsec_AAAA' },
}

const SCHEMAS = {
  slack: slackSchema,
  discord: discordSchema,
  teams: teamsSchema,
  google_chat: googleChatSchema,
  mattermost: mattermostSchema,
  ntfy: ntfySchema,
  pagerduty: pagerdutySchema,
} as const satisfies Record<string, z.ZodType>
const SERVICES = Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[]

const bodyOf = (kind: keyof typeof FORMS, message: AlertMessage, target = TARGET) =>
  JSON.parse(FORMS[kind](message, target, NOW).body)

/** Every text that a vendor can set, to this one. */
function saying(text: string): EventMessage {
  if (event.incident === null) throw new Error('The event has no incident.')
  return {
    ...event,
    vendor: { ...event.vendor, name: text },
    incident: { ...event.incident, title: text, components: [text] },
    facts: [{ name: 'Affected', value: text }],
    text,
  }
}

describe.each(SERVICES)('a message for %s', (kind) => {
  it.each<[string, AlertMessage]>([
    ['an event', event],
    ['an event of a vendor', { ...event, incident: null, facts: [], text: '', ending: '' }],
    ['a digest', digest],
    ['a test', test],
  ])('of %s is what the service documents', (_what, message) => {
    expect(SCHEMAS[kind].safeParse(bodyOf(kind, message)).error).toBeUndefined()
  })

  it('says vendor, title, impact, component, text, permalink, and at the end duration and basis', () => {
    const { body } = FORMS[kind](event, TARGET, NOW)
    for (const part of [
      'Courier',
      'Delivery API is slow',
      'major',
      'Dashboard',
      'All is well again.',
      url,
      'as reported',
    ])
      expect(body).toContain(part)
  })

  it('stays within the limits and the form, whatever a vendor writes', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(words, fc.constantFrom(1, 40, 4_000), (text, times) => {
        const long = `${text} `.repeat(times).trim()
        expect(SCHEMAS[kind].safeParse(bodyOf(kind, saying(long))).error).toBeUndefined()
      }),
      { numRuns: 60 },
    )
    for (const text of ['&'.repeat(50_000), '<'.repeat(50_000), '*_@'.repeat(20_000), '"\\'.repeat(30_000)])
      expect(SCHEMAS[kind].safeParse(bodyOf(kind, saying(text))).error).toBeUndefined()
  })
})

describe('what a vendor writes', () => {
  const hostile = 'Ring <!channel> & @everyone *bold* [a](https://evil.example) `code`'

  it('is plain text in Slack, with its control characters written as entities', () => {
    const { blocks, text } = bodyOf('slack', saying(hostile))
    const texts = blocks.flatMap((block: { text?: object; fields?: object[] }) =>
      [block.text ?? [], block.fields ?? []].flat(),
    )
    expect(texts.map(({ type }: { type: string }) => type)).toEqual(texts.map(() => 'plain_text'))
    expect(texts[0].text).toContain('Ring &lt;!channel&gt; &amp; @everyone')
    expect(text).not.toContain('<!channel>')
  })

  it('mentions nobody and has no markup in Discord and Mattermost', () => {
    const { embeds, allowed_mentions } = bodyOf('discord', saying(hostile))
    expect(allowed_mentions).toEqual({ parse: [] })
    expect(embeds[0].description).toBe(
      'Ring \\<!channel\\> & \\@everyone \\*bold\\* \\[a\\](https://evil.example) \\`code\\`',
    )
    expect(bodyOf('mattermost', saying(hostile)).attachments[0].text).toContain('@\u200beveryone \\*bold\\*')
  })

  it('is text in the HTML of Google Chat', () => {
    const { widgets } = bodyOf('google_chat', saying(hostile)).cardsV2[0].card.sections[0]
    expect(widgets[2].textParagraph.text).toContain('&lt;!channel&gt; &amp; @everyone')
  })
})

it('a webhook of a digest has an entry for each incident, and says how many have none', () => {
  expect(bodyOf('webhook', digest)).toMatchObject({ type: 'digest', data: { count: 3, events: digest.lines, more: 2 } })
})

describe('PagerDuty', () => {
  it('gets one key for all events of an incident, and is told that it is over', () => {
    const opened = bodyOf('pagerduty', { ...event, isOver: false })
    const over = bodyOf('pagerduty', event)
    expect(opened).toMatchObject({ event_action: 'trigger', payload: { severity: 'error' } })
    expect(over).toMatchObject({ event_action: 'resolve', dedup_key: opened.dedup_key })
    const source = (isOver: boolean) => bodyOf('pagerduty', { ...event, incident: null, subject: 'sources/7', isOver })
    expect(source(true).dedup_key).toBe(source(false).dedup_key)
    expect(source(true).dedup_key).not.toBe(over.dedup_key)
  })
})

describe('a template', () => {
  const filled = (template: string, message: AlertMessage = event) =>
    bodyOf('json', message, { ...TARGET, settings: { host: 'example.com', template } })

  it('is filled inside of its texts, and stays JSON whatever they say', () => {
    const template = '{"text": "{{what}}: {{ title }}", "list": ["{{impact}}", 1, null], "{{what}}": true}'
    expect(filled(template)).toEqual({
      text: 'Outage resolved: Courier: Delivery API is slow',
      list: ['major', 1, null],
      '{{what}}': true,
    })
    const quoting = saying('", "admin": "{{url}}')
    expect(filled('{"text": "{{text}}"}', quoting)).toEqual({ text: '", "admin": "{{url}}' })
  })

  it.each([
    ['{"text": {{title}}}', /not JSON.*inside of quotation marks/],
    ['{"text": "{{titel}}"}', /There is no placeholder {{titel}}\. There are .*{{title}}/],
    ['{"text": "{{constructor}}"}', /There is no placeholder/],
    ['', /not JSON/],
  ])('%s is refused with a reason', (template, reason) => expect(() => parseTemplate(template)).toThrow(reason))
})
