/**
 * Questions about the bundled sample with answers that were read from its files by hand, or are worked out in the method's
 * examples: never taken from what the site said. Each is answered by at most three calls.
 */

export interface Call {
  tool: string
  args: Record<string, unknown>
}

/** The structured answers of the calls so far, oldest first; `error` where a call was refused. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into as a program does that reads JSON
export type Answers = any[]

export interface McpCase {
  ask: string
  /** A later call may use an earlier answer. */
  calls: (Call | ((so: Answers) => Call))[]
  read(answers: Answers): unknown
  expected: unknown
}

const MAY = '2026-05-28T00:00:00Z'
const JULY = '2026-07-01T00:00:00Z'
const SEPTEMBER = '2026-09-01T00:00:00Z'

const history = (vendor: string, args: Record<string, unknown> = {}): Call => ({
  tool: 'get_vendor_history',
  args: { vendor, asOf: SEPTEMBER, ...args },
})
const courier = history('courier', { asOf: MAY })
const workos = history('WorkOS', { asOf: JULY })
const searchFor = (query: string, args: Record<string, unknown> = {}): Call => ({
  tool: 'search_incidents',
  args: { query, ...args },
})
const down = (t: string, ...vendors: string[]): Call => ({ tool: 'what_was_down_at', args: { t, vendors } })
const theFirst = (so: Answers): Call => ({ tool: 'get_incident', args: { incident: so[0].incidents[0].id } })

export const MCP_CASES: McpCase[] = [
  {
    ask: 'How many outages did Courier have in the two years before May 28, 2026?',
    calls: [courier],
    read: ([a]) => a.figures.incidentCount,
    expected: 24,
  },
  {
    ask: 'How many of those have no reported duration?',
    calls: [courier],
    read: ([a]) => a.figures.unknownDurationCount,
    expected: 3,
  },
  {
    ask: 'Does Courier have more outages than the year before, or does nobody know?',
    calls: [courier],
    read: ([a]) => [typeof a.trend.sentence, (a.trend.direction === null) !== (a.trend.reason === null)],
    expected: ['string', true],
  },
  {
    ask: 'How long was Courier down in total?',
    calls: [courier],
    read: ([a]) => a.figures.downtimeSeconds,
    expected: (59 * 60 + 36) * 60,
  },
  {
    ask: 'What is the median duration of an outage at Courier, and the 90th percentile?',
    calls: [courier],
    read: ([a]) => [a.figures.medianDurationSeconds, a.figures.p90DurationSeconds],
    expected: [75 * 60, (6 * 60 + 34) * 60],
  },
  {
    ask: 'Which was the longest outage of Courier, and how long did it last?',
    calls: [courier],
    read: ([a]) => [a.longest.title, a.longest.durationSeconds, a.longest.durationBasis],
    expected: ['Internal Courier Error Issue', (11 * 60 + 23) * 60, 'reported'],
  },
  {
    ask: 'For which time is the history of Courier known?',
    calls: [{ tool: 'get_coverage', args: { vendor: 'courier', asOf: MAY } }],
    read: ([a]) => [a.known.from, a.known.to],
    expected: ['2024-07-26T15:29:00.000Z', '2026-01-29T23:13:00.000Z'],
  },
  {
    ask: 'Does Courier itself claim more outages than are on record?',
    calls: [{ tool: 'get_coverage', args: { vendor: 'courier', asOf: MAY } }],
    read: ([a]) => [a.declaredIncidentCount, a.incidentCount],
    expected: [31, 24],
  },
  {
    ask: 'How many outages did WorkOS have until July 2026, and how many have no duration?',
    calls: [workos],
    read: ([a]) => [a.figures.incidentCount, a.figures.unknownDurationCount],
    expected: [24, 2],
  },
  {
    ask: 'How long was WorkOS down in total, and what is the median?',
    calls: [workos],
    read: ([a]) => [a.figures.downtimeSeconds, a.figures.medianDurationSeconds],
    expected: [(59 * 60 + 4) * 60, 74 * 60],
  },
  {
    ask: 'How long was the longest outage of WorkOS?',
    calls: [workos],
    read: ([a]) => a.longest.durationSeconds,
    expected: (17 * 60 + 32) * 60,
  },
  {
    ask: 'When were the Authkit and Admin Portal errors of WorkOS?',
    calls: [searchFor('"Authkit and Admin Portal Errors"')],
    read: ([{ incidents }]) => [
      incidents.length,
      incidents[0].startedAt,
      incidents[0].durationBasis,
      incidents[0].when,
    ],
    expected: [1, null, 'undated', 'between 14 Oct and 11 Nov 2025'],
  },
  {
    ask: 'How many outages had Courier in October 2025?',
    calls: [history('courier', { window: '2025-10' })],
    read: ([a]) => a.figures.incidentCount,
    expected: 4,
  },
  {
    ask: 'How long was Courier down in October 2025?',
    calls: [history('courier', { window: '2025-10' })],
    read: ([a]) => [a.figures.downtimeSeconds, a.figures.unknownDurationCount],
    expected: [(17 + 28) * 60, 2],
  },
  {
    ask: 'How long were all services of Courier impacted?',
    calls: [searchFor('"All services impacted"', { vendor: 'courier' })],
    read: ([{ incidents }]) => [incidents.length, incidents[0].durationSeconds, incidents[0].duration],
    expected: [1, 17 * 60, '17m, from start to end as reported'],
  },
  {
    ask: 'What happened at Courier on 10/11/2025?',
    calls: [searchFor('courier 10/11/2025')],
    read: ([{ understood }]) => [understood.window, understood.unclearDate.days],
    expected: [null, ['2025-10-11', '2025-11-10']],
  },
  {
    ask: 'When did the performance problem of the Courier web app end?',
    calls: [searchFor('Web App Performance', { vendor: 'courier' })],
    read: ([{ incidents }]) => [incidents[0].endedAt, incidents[0].durationSeconds],
    expected: ['2026-01-15T00:56:00.000Z', (3 * 60 + 9) * 60],
  },
  {
    ask: 'How long did the observability degradation at Courier last?',
    calls: [searchFor('Observability Degradation', { vendor: 'courier' })],
    read: ([{ incidents }]) => [
      incidents[0].durationSeconds,
      incidents[0].durationBasis,
      incidents[0].statedWindow.from,
      incidents[0].statedWindow.to,
    ],
    expected: [null, 'single', '2026-01-29T21:38:00.000Z', '2026-01-29T22:13:00.000Z'],
  },
  {
    ask: 'What was down on June 12, 2025, at 19:45 UTC?',
    calls: [down('2025-06-12T19:45:00Z')],
    read: ([a]) => a.incidents.map(({ vendor }: { vendor: string }) => vendor).sort(),
    expected: ['courier', 'google-cloud'],
  },
  {
    ask: 'Was WorkOS down at that moment?',
    calls: [down('2025-06-12T19:45:00Z', 'WorkOS')],
    read: ([a]) => a.vendors,
    expected: [{ slug: 'workos', name: 'WorkOS', verdict: 'not known' }],
  },
  {
    ask: 'The same in the clock time of Los Angeles?',
    calls: [{ tool: 'what_was_down_at', args: { t: '2025-06-12T12:45', zone: 'PT', vendors: ['courier'] } }],
    read: ([a]) => [a.t, a.vendors[0].verdict],
    expected: ['2025-06-12T19:45:00.000Z', 'incident open'],
  },
  {
    ask: 'Was Stripe, or OpenAI, down on August 17, 2026, at 10:00 UTC?',
    calls: [down('2026-08-17T10:00:00Z', 'stripe', 'openai')],
    read: ([a]) => [a.incidentCount, a.vendors.map(({ verdict }: { verdict: string }) => verdict)],
    expected: [0, ['none posted', 'none posted']],
  },
  {
    ask: 'How many critical outages did Anthropic have in July 2026?',
    calls: [history('anthropic', { window: '2026-07', impact: 'critical' })],
    read: ([a]) => a.figures.incidentCount,
    expected: 3,
  },
  {
    ask: 'How many of at least major impact?',
    calls: [history('anthropic', { window: '2026-07', impact: 'major' })],
    read: ([a]) => a.figures.incidentCount,
    expected: 12,
  },
  {
    ask: 'How many in all, and is all of that July known?',
    calls: [history('anthropic', { window: '2026-07' })],
    read: ([a]) => [a.figures.incidentCount, a.figures.known.complete],
    expected: [35, false],
  },
  {
    ask: 'How many outages did Cloudflare have in August 2026?',
    calls: [history('cloudflare', { window: '2026-08' })],
    read: ([a]) => a.figures.incidentCount,
    expected: 56,
  },
  {
    ask: 'Which was the longest of them?',
    calls: [history('cloudflare', { window: '2026-08' })],
    read: ([a]) => [a.longest.title, a.longest.durationSeconds, a.longest.startedAt],
    expected: ['R2 Availability Issues', 114_798, '2026-08-07T18:42:26.000Z'],
  },
  {
    ask: 'How often did Stripe have trouble with Bancontact, and when last?',
    calls: [searchFor('Bancontact', { vendor: 'stripe' })],
    read: ([{ incidents }]) => [incidents.length, incidents[0].startedAt.slice(0, 19)],
    expected: [4, '2026-08-16T22:39:12'],
  },
  {
    ask: 'Which was the longest outage of OpenAI?',
    calls: [history('openai')],
    read: ([a]) => [a.longest.title, a.longest.durationSeconds],
    expected: ['Elevated errors affecting ChatGPT conversations', 152_562],
  },
  {
    ask: 'How many outages did GitHub have in July 2026, and how many were critical?',
    calls: [history('github', { window: '2026-07' }), history('github', { window: '2026-07', impact: 'critical' })],
    read: ([all, critical]) => [all.figures.incidentCount, critical.figures.incidentCount],
    expected: [26, 6],
  },
  {
    ask: 'How long was the longest outage of Google Cloud?',
    calls: [history('Google Cloud')],
    read: ([a]) => a.longest.durationSeconds,
    expected: 1_857_600,
  },
  {
    ask: 'How long was the longest outage that Atlassian ever had?',
    calls: [history('atlassian', { window: 'all' })],
    read: ([a]) => [a.longest.title, a.longest.durationSeconds],
    expected: ['Atlassian account session invalidations', 939_715],
  },
  {
    ask: 'How many outages did Courier have in 2023?',
    calls: [history('courier', { window: '2023' })],
    read: ([a]) => [a.figures.incidentCount, a.figures.downtimeSeconds, a.figures.known.knownDays],
    expected: [null, null, 0],
  },
  {
    ask: 'How many outages did Initech have?',
    calls: [history('Initech')],
    read: ([a]) => a.error,
    expected: 'There is no vendor "Initech".',
  },
  {
    ask: 'Who posted less downtime, Courier or WorkOS?',
    calls: [{ tool: 'compare_vendors', args: { vendors: ['courier', 'workos'], asOf: MAY } }],
    read: ([a]) => [a.common.periods, a.vendors[0].common.downtimeSeconds, /Courier posted less/.test(a.verdict)],
    expected: [
      [{ from: '2025-10-14T10:24:00.000Z', to: '2026-01-29T23:13:00.000Z' }],
      (28 + 17 + 3 * 60 + 9) * 60,
      true,
    ],
  },
  {
    ask: 'Who posted less in 2024, Courier or Stripe?',
    calls: [{ tool: 'compare_vendors', args: { vendors: ['courier', 'stripe'], window: '2024', asOf: MAY } }],
    read: ([a]) => [
      a.common,
      a.vendors.map(({ common }: { common: unknown }) => common),
      /can’t be compared/.test(a.verdict),
    ],
    expected: [null, [null, null], true],
  },
  {
    ask: 'What did Cloudflare post about Dubai?',
    calls: [searchFor('Dubai'), theFirst],
    read: ([, a]) => [a.incident.vendor, a.updates.map(({ status }: { status: string }) => status), a.incident.impact],
    expected: ['cloudflare', ['investigating', 'resolved'], 'minor'],
  },
  {
    ask: 'How many updates has the longest outage of Courier?',
    calls: [courier, (so) => ({ tool: 'get_incident', args: { incident: so[0].longest.permalink } })],
    read: ([, a]) => a.updateCount,
    expected: 7,
  },
  {
    ask: 'How long did Courier take to mitigate the delay in message processing of August 2024?',
    calls: [searchFor('"Delay in Message Processing"', { vendor: 'courier', window: '2024-08' }), theFirst],
    read: ([, a]) => a.timeToMitigateSeconds,
    expected: 16 * 60,
  },
  {
    ask: 'Which vendors are there?',
    calls: [{ tool: 'find_vendors', args: {} }],
    read: ([a]) => a.vendors.map(({ slug }: { slug: string }) => slug),
    expected: [
      'anthropic',
      'atlassian',
      'cloudflare',
      'courier',
      'digitalocean',
      'github',
      'google-cloud',
      'openai',
      'stripe',
      'workos',
    ],
  },
  {
    ask: 'Is Courier up?',
    calls: [{ tool: 'find_vendors', args: { query: 'Courier' } }],
    read: ([a]) => [a.vendors[0].slug, a.vendors[0].state],
    expected: ['courier', 'unknown'],
  },
  {
    ask: 'Which other vendors does the Okta incident of Courier point to?',
    calls: [searchFor('Okta SSO'), theFirst],
    read: ([, a]) => a.mentions.length,
    expected: 2,
  },
  {
    ask: 'How long was Courier down in March 2025?',
    calls: [history('courier', { window: '2025-03' })],
    read: ([a]) => [a.figures.incidentCount, a.figures.carriedOver.length, a.figures.downtimeSeconds],
    expected: [0, 1, (4 * 60 + 11) * 60],
  },
  {
    ask: 'How many outages did Courier have in February 2025, day by day of the month?',
    calls: [history('courier', { window: '2025-02-01..2025-02-28' })],
    read: ([a]) => a.incidents.map(({ startedAt }: { startedAt: string }) => startedAt.slice(8, 10)),
    expected: ['28', '21', '18', '13', '11'],
  },
]
