import type { Platform } from '#lib/adapters/adapter.ts'
import { statuspageIncident } from './statuspage.ts'

export interface PlatformSite {
  /** Bodies by path with query, or by full address on another host; `html` is served at "/". */
  bodies: Record<string, unknown>
  html?: string
  /** The page's title, if it has to name the vendor. */
  title?: string
  /** The address to enter, if it is not the site's. */
  given?: string
  /** What the preview shows, in any order. */
  titles: string[]
}

const AT = '2026-03-01T10:00:00.000Z'
const LATER = '2026-03-01T11:00:00.000Z'
const SECOND = Date.parse(AT) / 1000
const STATUSPAGE = { id: 'page00000001', name: 'Acme' }
const ULID = '01M0FQAR3NNH3ANVTQMBRD47DC'
const ULID_INCIDENT = { ...statuspageIncident(1), id: ULID, name: 'Late exports' }
const SALESFORCE_INCIDENT = {
  id: 20004309,
  status: 'Resolved',
  createdAt: AT,
  updatedAt: LATER,
  serviceKeys: ['Search'],
  IncidentImpacts: [{ id: 1, startTime: AT, endTime: LATER, type: 'performanceDegradation', severity: 'minor' }],
  IncidentEvents: [],
}
const STATUSIO_PAGE = '54f0de009d6f51e7140002b7'
const ISSUE = {
  number: 12,
  html_url: 'https://github.com/example/status/issues/12',
  title: '🛑 Shop is down',
  body: 'Shop was down.',
  state: 'closed',
  labels: [{ name: 'status' }],
  comments: 0,
  created_at: AT,
  updated_at: LATER,
  closed_at: LATER,
}
const issues = (label: string) =>
  `https://api.github.com/repos/example/status/issues?state=all&labels=${label}&sort=created&direction=desc&per_page=100&page=1`

/** A small site for every platform that is detected by what it serves. */
export const PLATFORM_SITES: Record<Exclude<Platform, 'outage-text' | 'archive'>, PlatformSite> = {
  'google-cloud': {
    title: 'Google Cloud Service Health',
    bodies: {
      '/incidents.json': [
        {
          id: 'AbCdEfGhIjKlMnOpQrSt',
          begin: AT,
          created: AT,
          end: LATER,
          modified: LATER,
          external_desc: 'Reads fail',
          updates: [],
          most_recent_update: { created: LATER, modified: LATER, when: LATER, text: 'Over.', status: 'AVAILABLE' },
          severity: 'high',
        },
      ],
    },
    titles: ['Reads fail'],
  },
  aws: {
    title: 'AWS Health Dashboard',
    bodies: {
      '/public/currentevents': [
        {
          date: String(SECOND),
          arn: 'arn:aws:health:xx-south-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_1',
          region_name: 'Atlantis',
          status: '2',
          service: 'ec2-xx-south-1',
          service_name: 'Compute',
          summary: 'Slow starts',
          event_log: [{ summary: 'Slow starts', message: 'We look.', status: 1, timestamp: SECOND }],
          impacted_services: {},
        },
      ],
    },
    titles: ['Slow starts'],
  },
  statuspage: {
    bodies: {
      '/api/v2/incidents.json': { page: STATUSPAGE, incidents: [statuspageIncident(1)] },
      '/api/v2/scheduled-maintenances.json': {
        page: STATUSPAGE,
        scheduled_maintenances: [
          { ...statuspageIncident(2), name: 'Upgrade', scheduled_for: AT, scheduled_until: LATER },
        ],
      },
    },
    titles: ['Incident 1', 'Upgrade'],
  },
  'incident-io': {
    bodies: { '/api/v2/incidents.json': { page: { id: ULID, name: 'Acme' }, incidents: [ULID_INCIDENT] } },
    titles: ['Late exports'],
  },
  azure: {
    title: 'Azure status',
    bodies: {
      '/en-us/status/feed/': rss('Azure Status', {
        title: 'Slow storage',
        guid: 'slow-storage',
        text: 'Reads are slow.',
      }),
    },
    titles: ['Slow storage'],
  },
  slack: {
    title: 'Slack System Status',
    bodies: {
      '/api/v2.0.0/current': { status: 'ok', date_created: AT, date_updated: AT, active_incidents: [] },
      '/api/v2.0.0/history': [
        {
          id: 1600,
          date_created: AT,
          date_updated: LATER,
          title: 'Late messages',
          type: 'incident',
          status: 'resolved',
          url: 'https://status.example/2026-03/abc',
          services: ['Messaging'],
          notes: [{ date_created: LATER, body: 'All is well.' }],
        },
      ],
    },
    titles: ['Late messages'],
  },
  heroku: {
    title: 'Heroku Status',
    bodies: {
      '/api/v4/current-status': { status: [{ system: 'Apps', status: 'green' }], incidents: [], scheduled: [] },
      '/api/v4/incidents?limit=100': [
        {
          id: 3100,
          title: 'Builds fail',
          state: 'resolved',
          created_at: AT,
          updated_at: LATER,
          full_url: 'https://status.example/incidents/3100',
          systems: [],
          updates: [{ created_at: LATER, contents: 'Over.', update_type: 'resolved' }],
        },
      ],
    },
    titles: ['Builds fail'],
  },
  salesforce: {
    title: 'Salesforce Trust Status',
    bodies: {
      '/v1/incidents?limit=1': [SALESFORCE_INCIDENT],
      '/v1/incidents?limit=100': [SALESFORCE_INCIDENT],
      '/v1/maintenances?limit=100': [],
    },
    titles: ['Performance degradation: Search'],
  },
  checkly: {
    bodies: {
      '/summary.json': {
        page: { name: 'Acme', status: 'HAS_ISSUES' },
        activeIncidents: [
          {
            id: '44cb5e11',
            name: 'Calls drop',
            startedAt: AT,
            status: 'IDENTIFIED',
            severity: 'MAJOR',
            updatedAt: LATER,
          },
        ],
        activeMaintenances: [],
      },
    },
    titles: ['Calls drop'],
  },
  instatus: {
    bodies: {
      '/summary.json': {
        page: { name: 'Acme', url: 'https://status.example', status: 'ONEMAJOROUTAGE' },
        activeIncidents: [
          {
            id: 'cmrxt1rlu',
            name: 'Builds stop',
            started: AT,
            status: 'MONITORING',
            impact: 'MAJOROUTAGE',
            url: 'https://status.example/cmrxt1rlu',
            updatedAt: LATER,
          },
        ],
      },
    },
    titles: ['Builds stop'],
  },
  betterstack: {
    bodies: {
      '/index.json': {
        data: { id: '1', type: 'status_page', attributes: { company_name: 'Acme', aggregate_state: 'operational' } },
        included: [
          {
            id: '900',
            type: 'status_report',
            attributes: {
              title: 'Slow files',
              report_type: 'manual',
              starts_at: AT,
              ends_at: LATER,
              aggregate_state: 'resolved',
              affected_resources: [],
            },
            relationships: { status_updates: { data: [] } },
          },
        ],
      },
    },
    titles: ['Slow files'],
  },
  statusio: {
    html: `<a href="/pages/history/${STATUSIO_PAGE}">History</a>`,
    bodies: {
      [`https://api.status.io/1.0/status/${STATUSIO_PAGE}`]: {
        result: {
          status_overall: { updated: AT, status: 'Operational', status_code: 100 },
          status: [],
          incidents: [
            {
              _id: '69f236c044970a0506e59c9e',
              name: 'Jobs are late',
              datetime_open: AT,
              messages: [{ details: 'Late.', state: 100, status: 400, datetime: AT }],
              containers_affected: [],
              components_affected: [],
            },
          ],
          maintenance: { active: [], upcoming: [] },
        },
      },
    },
    titles: ['Jobs are late'],
  },
  openstatus: {
    bodies: {
      '/feed/json': {
        title: 'Acme',
        status: 'operational',
        updatedAt: LATER,
        monitors: [],
        pageComponents: [],
        pageComponentGroups: [],
        maintenances: [],
        statusReports: [
          {
            id: 12,
            title: 'Slow API',
            updatedAt: LATER,
            status: 'resolved',
            monitors: [],
            pageComponents: [],
            statusReportUpdates: [{ id: 31, status: 'resolved', message: 'Over.', date: LATER, updatedAt: LATER }],
          },
        ],
      },
    },
    titles: ['Slow API'],
  },
  datadog: {
    bodies: {
      '/config.json': {
        name: 'Acme',
        components: [{ id: 'c1', name: 'Gateway', type: 'Component', status: 'operational' }],
        incidents: [
          {
            id: 'i1',
            title: 'Slow routing',
            currentStatus: 'resolved',
            resolved: true,
            publishedDate: AT,
            resolvedDate: LATER,
            componentsAffected: [],
            timeline: [{ id: 'u1', status: 'investigating', description: 'We look.', startedAt: AT, createdAt: AT }],
          },
        ],
        maintenances: null,
      },
    },
    titles: ['Slow routing'],
  },
  firehydrant: {
    bodies: {
      '/data/payload.json': {
        config: { title: 'Acme', operationalMessage: 'All is well.' },
        components: [{ id: 'api', name: 'API', condition: 'OPERATIONAL' }],
        incidents: [
          {
            id: '7a1d2c3e-0000-4000-8000-00000000000a',
            title: 'Console slow',
            timestamps: { started: AT, resolved: LATER },
            timeline: [{ occurredAt: LATER, details: { note: 'Over.' } }],
            severitySlug: 'SEV3',
          },
        ],
      },
    },
    titles: ['Console slow'],
  },
  statuscast: {
    bodies: {
      '/summary.json': {
        PageName: 'Acme',
        Status: 'DegradedPerformance',
        StatusText: 'Performance Issue',
        UnresolvedIncidents: [
          {
            Id: 700001,
            Title: 'Calls break off',
            IncidentType: 'Performance Issue',
            Status: 'InProgress',
            StartDate: AT,
            Posts: [],
          },
        ],
        UpcomingIncidents: [],
      },
    },
    titles: ['Calls break off'],
  },
  statuspal: {
    html: '<script>const summary = "https://statuspal.eu/api/v2/status_pages/acme/summary"</script>',
    bodies: {
      'https://statuspal.eu/api/v2/status_pages/acme/summary': {
        status_page: { name: 'Acme', url: 'acme.example', subdomain: 'acme', time_zone: 'Europe/Zurich' },
        services: [],
        incidents: [
          {
            id: 150399,
            type: 'minor',
            title: 'Slow mail',
            starts_at: '2026-03-01T10:00:00',
            ends_at: null,
            updates: [],
          },
        ],
        maintenances: [],
        upcoming_maintenances: [],
      },
    },
    titles: ['Slow mail'],
  },
  vultr: {
    title: 'Vultr status',
    bodies: {
      '/status.json': {
        service_alerts: [
          { id: 'a1', subject: 'Portal slow', status: 'resolved', start_date: AT, updated_at: LATER, entries: [] },
        ],
        regions: { atl: { location: 'Atlanta', country: 'US', alerts: [] } },
      },
    },
    titles: ['Portal slow'],
  },
  zendesk: {
    title: 'Zendesk System Status',
    bodies: {
      '/api/ssp/incidents.json': {
        data: [
          {
            id: '9001',
            type: 'incident',
            attributes: { name: 'Calls fail', impact: 'major', status: 'resolved', startedAt: AT, resolvedAt: LATER },
          },
        ],
        included: [],
      },
      '/api/ssp/services.json': { data: [{ id: '31', type: 'service', attributes: { name: 'Voice' } }] },
    },
    titles: ['Calls fail'],
  },
  cachet: {
    bodies: Object.fromEntries(
      ['?per_page=1', '?sort=id&order=desc&per_page=100&page=1'].map((query) => [
        `/api/v1/incidents${query}`,
        {
          data: [
            {
              id: 41,
              name: 'Slow queue',
              status: 1,
              visible: 1,
              message: 'Slow.',
              occurred_at: '2019-05-01 10:00:00',
              created_at: '2019-05-01 10:05:00',
              updated_at: '2019-05-01 11:00:00',
              human_status: 'Investigating',
            },
          ],
        },
      ]),
    ),
    titles: ['Slow queue'],
  },
  'uptime-kuma': {
    bodies: {
      '/api/status-page/default': {
        config: { slug: 'default', title: 'Acme', published: true },
        incidents: [],
        publicGroupList: [],
        maintenanceList: [],
      },
      '/api/status-page/default/incident-history': {
        ok: true,
        incidents: [
          {
            id: 4,
            style: 'danger',
            title: 'Slow disks',
            content: 'We look.',
            pin: true,
            active: true,
            createdDate: '2026-03-01 10:00:00',
            lastUpdatedDate: '2026-03-01 10:30:00',
          },
        ],
        nextCursor: null,
        hasMore: false,
      },
    },
    titles: ['Slow disks'],
  },
  upptime: {
    given: 'https://github.com/example/status',
    bodies: {
      'https://github.com/example/status': '<!doctype html><p>A repository',
      [issues('status')]: [ISSUE],
      [issues('maintenance')]: [],
    },
    titles: ['Shop is down'],
  },
  cstate: {
    bodies: {
      '/index.json': {
        is: 'index',
        cStateVersion: '6.0.1',
        title: 'Acme',
        summaryStatus: 'ok',
        pinnedIssues: [],
        systems: [],
      },
      '/issues/index.json': {
        is: 'issues',
        title: 'Issues',
        pages: [
          {
            is: 'issue',
            title: 'Slow mounts',
            createdAt: '2026-08-13 12:56:00 +0000 UTC',
            lastMod: '2026-08-13 16:00:00 +0000 UTC',
            permalink: 'https://status.example/issues/slow-mounts/',
            severity: 'disrupted',
            resolved: true,
            informational: false,
            resolvedAt: '2026-08-13 15:56:00 +0000 UTC',
            affected: ['Disks'],
            filename: 'slow-mounts.md',
          },
        ],
      },
    },
    titles: ['Slow mounts'],
  },
  rootly: {
    bodies: {
      '/api/v1/status.json': {
        page: { name: 'Acme', url: 'https://status.example', time_zone: 'America/Los_Angeles', updated_at: LATER },
        status: { indicator: 'minor', description: 'Minor outage' },
        incidents: [
          {
            id: '0b6f3c1e',
            name: 'Vault opens slowly',
            status: 'identified',
            impact: 'minor',
            created_at: AT,
            updated_at: LATER,
            incident_updates: [{ id: 'u1', status: 'identified', body: 'Found.', created_at: AT, updated_at: AT }],
          },
        ],
      },
    },
    titles: ['Vault opens slowly'],
  },
  sorry: {
    bodies: {
      '/api/v1/notices': {
        notices: [
          {
            id: 101,
            type: 'unplanned',
            timeline_state: 'past_recent',
            state: 'resolved',
            subject: 'Mail waits',
            url: 'https://status.example/notices/abc-mail-waits',
            began_at: AT,
            ended_at: LATER,
            created_at: AT,
            updated_at: LATER,
            latest_update: { id: 7, state: 'resolved', content: 'Over.', created_at: LATER, updated_at: LATER },
          },
        ],
        meta: { count: 1, total_count: 1, next_page: null },
      },
    },
    titles: ['Mail waits'],
  },
  kener: {
    bodies: {
      '/rss.xml': rss('Acme — Incidents &amp; Maintenance', {
        title: '[Incident] Login is down',
        guid: 'incident-2',
        text: 'Status: RESOLVED\nAffected: Login\n\nOver.',
      }),
    },
    titles: ['Login is down'],
  },
  hund: {
    bodies: {
      '/state_feed/feed.atom': `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:status.acme.example,2005:/state_feed/feed</id><title>Acme</title><updated>${LATER}</updated>
<entry><id>tag:status.acme.example,2005:State::FeedNotifier::Entry/6700aa11bb22cc33dd44ee55</id>
<published>${AT}</published><updated>${LATER}</updated><title>[Resolved] Vault slow</title>
<link rel="alternate" type="text/html" href="https://status.acme.example/issues/6700aa11bb22cc33dd44ee55"/>
<content type="html">&lt;p&gt;Over.&lt;/p&gt;</content></entry></feed>`,
    },
    titles: ['Vault slow'],
  },
  apple: {
    title: 'Apple System Status',
    bodies: {
      '/data/system_status_en_US.js': {
        drMessage: null,
        services: [
          {
            serviceName: 'Mail',
            events: [
              {
                usersAffected: 'Some users were affected',
                epochStartDate: Date.parse(AT),
                epochEndDate: Date.parse(LATER),
                messageId: '2000000001',
                statusType: 'Outage',
                datePosted: '03/01/2026 03:10 PST',
                eventStatus: 'resolved',
                message: 'Mail was slow.',
              },
            ],
          },
        ],
      },
    },
    titles: ['Outage: Mail'],
  },
  'alibaba-cloud': {
    title: 'Alibaba Cloud Health Status',
    bodies: {
      '/api/status/listHistoryEvent': {
        success: true,
        code: 200,
        data: [
          {
            id: 40,
            title: '[Incident (Recovered)] Slow disks in Zone B',
            eventType: 'ALARM',
            startTime: Date.parse(AT),
            endTime: Date.parse(LATER),
            lastUpdateTime: Date.parse(LATER),
            products: [],
            regions: [],
            eventUpdates: [{ content: 'Over.', publishTime: Date.parse(LATER) }],
          },
        ],
      },
    },
    titles: ['Slow disks in Zone B'],
  },
  hetzner: {
    html: `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({
      props: {
        pageProps: {
          systems: [{ id: 7, titleEn: 'Cloud' }],
          incidents: {
            topNotification: [],
            informationList: [],
            maintenanceList: [],
            incidentHistory: [
              {
                id: 501,
                uuid: '0a75c7ae-3377-41dc-aabe-601063724d24',
                system: '/systems/7',
                titleEn: 'Servers unreachable',
                descriptionEn: 'Over.',
                incidentType: 'outage',
                incidentState: 'resolved',
                startTime: AT,
                endTime: LATER,
                createdAt: AT,
                updatedAt: LATER,
                incidentUpdates: [],
              },
            ],
          },
        },
      },
    })}</script>`,
    bodies: {},
    titles: ['Servers unreachable'],
  },
  'ibm-cloud': {
    title: 'IBM Cloud - Status',
    bodies: {
      '/status/api/notifications/feed.rss': rss('IBM Cloud Status - Notifications', {
        title: 'RESOLVED: Servers fail to start',
        guid: 'n1',
        text: 'They fail.  ID: INC1001  Type: incident  Regions: us-south  Resources: is.instance  Outage Start: Sun Mar 01 2026 10:00:00 GMT+0000',
      }),
    },
    titles: ['Servers fail to start'],
  },
  'oracle-cloud': {
    title: 'Oracle Cloud Infrastructure Status',
    bodies: {
      '/api/v2/incident-summary.rss': rss('OCI Status', {
        title: 'Networking | US East (Ashburn) | ab12cd34',
        guid: 'ocid1.oraclecloudincident.oc1.phx.a',
        text: '&lt;p>&lt;small>Mar &lt;var data-var="date">01&lt;/var>, &lt;var data-var="time">10:00&lt;/var> UTC&lt;/small>&lt;br>&lt;strong>Resolved&lt;/strong> - Over.&lt;/p>',
      }),
    },
    titles: ['Networking | US East (Ashburn) | ab12cd34'],
  },
  feed: {
    html: '<link rel="alternate" type="application/rss+xml" href="/a/place/of/its/own">',
    bodies: {
      '/a/place/of/its/own': rss('Acme status', {
        title: 'Resolved: Slow exports',
        guid: 'slow-exports',
        text: 'Over.',
      }),
    },
    titles: ['Slow exports'],
  },
}

/** An RSS feed with one item. */
export function rss(name: string, { title, guid, text }: { title: string; guid: string; text: string }): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>https://status.example/</link>
<description>${name}</description><item><title>${title}</title><link>https://status.example/${guid}</link>
<guid isPermaLink="false">${guid}</guid><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><description>${text}</description></item></channel></rss>`
}
