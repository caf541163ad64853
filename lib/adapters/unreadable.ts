import type { SourceDocument } from './adapter.ts'
import { attempt } from './wire/attempt.ts'
import { isListOfStates } from './wire/component-states.ts'
import { decodeText, looksLikeHtml } from './wire/decode.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { groupItems } from './wire/feed-groups.ts'
import { isRecord } from './wire/item.ts'
import { peekJson } from './wire/json.ts'
import { createReport } from './wire/report.ts'
import { cut } from './wire/text.ts'

/** A platform without an adapter, because its published data has no history or no known form. */
interface UnreadablePlatform {
  name: string
  /** Its own domains. */
  domains: readonly string[]
  /** Text found only in its pages. */
  marks: readonly RegExp[]
  why: string
  /** What an admin can do besides uploading a history. */
  instead?: string
}

const OFFERED_FEED = 'give the address of its RSS feed, if the page offers one'

const PLATFORMS: readonly UnreadablePlatform[] = [
  {
    name: 'PagerDuty',
    domains: ['pagerduty.com'],
    marks: [/"layout_settings"\s*:\s*\{\s*"statusPage"/, /"globalStatusHeadline"/],
    why: 'its pages show the present state, and publish no history of incidents in a form that can be read',
  },
  {
    name: 'Hyperping',
    domains: ['hyperping.io', 'hyperping.com', 'hyperping.app'],
    marks: [],
    why: 'it publishes the present state of each service, and no history of incidents',
    instead: OFFERED_FEED,
  },
  {
    name: 'UptimeRobot',
    domains: ['uptimerobot.com'],
    marks: [/\bpspApi(?:Path)?\b|\/api\/get(?:MonitorList|EventFeed)\//],
    why: 'it publishes the state and the uptime of monitors, and no history of incidents',
    instead: 'give the address of its RSS feed, if its owner publishes one',
  },
  {
    name: 'StatusHub',
    domains: ['statushub.io', 'statushub.com'],
    marks: [],
    why: 'the form in which it publishes incidents is not known',
    instead: OFFERED_FEED,
  },
  {
    name: 'Uptime.com',
    domains: ['uptime.com'],
    marks: [],
    why: 'the form in which it publishes incidents is not known',
    instead: OFFERED_FEED,
  },
  {
    name: 'Flashduty',
    domains: ['flashduty.com', 'flashcat.cloud'],
    marks: [/\/api\/status-page\/\d{6,20}\/(?:summary|change)\b/],
    why: 'its list of incidents has to be asked for with the dates of a period, by a number that only the page knows',
    instead: 'give the address of its feed, /feed.rss, if the page has one',
  },
  {
    name: 'Site24x7',
    domains: ['site24x7.com', 'site24x7.eu', 'site24x7.in', 'site24x7.cn', 'site24x7.net.au', 'statusiq.com'],
    marks: [],
    why: 'its pages and feeds show the present state of each component, and no history of incidents',
    instead: 'give the address of a feed of incidents, if its owner publishes one elsewhere',
  },
  {
    name: 'Freshstatus',
    domains: ['freshstatus.io'],
    marks: [],
    why: 'its incidents can only be asked for by the number of an account, which the page does not tell',
    instead: 'give the address of its RSS feed, /rss, if the page has one',
  },
  {
    name: 'Statuspal',
    domains: ['statuspal.io', 'statuspal.eu'],
    marks: [],
    why: 'what is open stands under a name at Statuspal that this page does not tell',
    instead:
      'give the page’s own address at Statuspal, such as https://NAME.statuspal.io, or that of its feed, /history.rss',
  },
]

/**
 * Identifies a document that no adapter reads, in a sentence that says what to do; null when not certain. Call it only for
 * documents that no adapter recognises.
 */
export function explainUnreadable(document: SourceDocument): string | null {
  const text = attempt(() => decodeText(document))
  if (text === null) return null
  const platform = looksLikeHtml(text) ? platformOfPage(text) : isHyperping(document) ? 'Hyperping' : null
  const found = PLATFORMS.find(({ name }) => name === platform)
  if (found === undefined) return explainStates(document)
  const instead = found.instead === undefined ? '' : `${found.instead}, or `
  return `This is a status page of ${found.name}, which cannot be read: ${found.why}. Instead, ${instead}upload a history of it.`
}

/** By the platform's own mark, by a script or style sheet loaded from it, or by "powered by" with a link to it. */
function platformOfPage(html: string): string | null {
  const found = PLATFORMS.find(({ name, domains, marks }) => {
    if (marks.length > 0 && marks.every((mark) => mark.test(html))) return true
    const domain = `https?://(?:[a-z0-9-]{1,63}\\.){0,3}(?:${domains.join('|').replaceAll('.', '\\.')})(?=[/"'?#:])`
    const loaded = new RegExp(
      `<(?:script|link)\\s[^<>]{0,500}?\\b(?:src|href)=["']?${domain}[^"'\\s<>]{0,500}\\.(?:js|css)\\b`,
      'i',
    )
    if (loaded.test(html)) return true
    const credit = new RegExp(
      `(?:powered|provided|hosted|status page) by\\s{1,20}(?:<[^<>]{0,500}>\\s{0,20}){0,5}${name}\\b`,
      'i',
    )
    return credit.test(html) && new RegExp(`\\bhref=["']?${domain}`, 'i').test(html)
  })
  return found?.name ?? null
}

/** An "indicator" for the whole and for each service beside a "status": no other platform has both at the root. */
function isHyperping(document: SourceDocument): boolean {
  const value = peekJson(document)
  if (!isRecord(value) || typeof value.indicator !== 'string' || !Array.isArray(value.services)) return false
  const isService = (service: unknown) =>
    isRecord(service) && ['name', 'indicator', 'status'].every((key) => typeof service[key] === 'string')
  return value.services.length > 0 && value.services.every(isService)
}

function explainStates(document: SourceDocument): string | null {
  const content = attempt(() => readFeed(document, createReport()))
  if (content === null || !isListOfStates(groupItems(content, createReport()))) return null
  return `The feed${nameOf(content)} lists the present state of each component, as StatusIQ of Site24x7 does, and no incidents: there is no history in it. Instead, give the address of a feed of incidents, or upload a history.`
}

/** The same for a feed that no adapter recognises: a feed of posts. */
export function explainPosts(document: SourceDocument): string | null {
  const content = attempt(() => readFeed(document, createReport()))
  if (content === null) return null
  return `The feed${nameOf(content)} is one of posts, such as a weblog has: no item of it tells the state of an incident. Give the address of the status page or of its feed, or upload a history.`
}

function nameOf({ title }: Feed): string {
  return title === null ? '' : ` "${cut(title, 80)}"`
}
