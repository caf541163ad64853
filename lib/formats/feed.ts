import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { formatInstant } from '#lib/domain/format.ts'
import { maxOf } from '#lib/domain/many.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { bodyToHtml } from '#lib/text/body/to-html.ts'
import { escapeHtml, toXmlText } from '#lib/text/markup.ts'
import { describeDuration, describeSpan, describeStatus, lastPostedAt } from './text.ts'
import { withoutAddedSpace } from './xml-elements.ts'

/** The subject of a feed; its entries are incidents, newest first. */
export interface FeedSubject {
  title: string
  description: string
  /** The page that the feed belongs to. */
  pageUrl: string
  feedUrl: string
  incidents: IncidentView[]
}

/** One entry per incident: its id never changes, its `updated` changes with each update. RFC 4287. */
export function formatAtom(subject: FeedSubject): string {
  const feed = generateAtomFeed({
    id: subject.feedUrl,
    title: { value: subject.title },
    subtitle: { value: subject.description },
    updated: changedAt(subject.incidents),
    links: [
      { href: subject.pageUrl, rel: 'alternate', type: 'text/html' },
      { href: subject.feedUrl, rel: 'self', type: 'application/atom+xml' },
    ],
    authors: [{ name: 'Outage History' }],
    entries: subject.incidents.map((incident) => ({
      id: entryId(incident),
      title: { value: entryTitle(incident) },
      links: [{ href: incident.permalink, rel: 'alternate', type: 'text/html' }],
      published: incident.startedAt ?? incident.firstSeenAt,
      updated: lastPostedAt(incident),
      categories: [{ term: incident.vendorName }, { term: incident.kind }, { term: incident.impact }],
      content: { type: 'html', value: entryHtml(incident) },
    })),
  })
  return withoutAddedSpace(feed)
}

/** https://www.rssboard.org/rss-specification; `pubDate` is the start, so that readers keep events in order. */
export function formatRss(subject: FeedSubject): string {
  const feed = generateRssFeed({
    title: subject.title,
    link: subject.pageUrl,
    description: subject.description,
    lastBuildDate: changedAt(subject.incidents),
    atom: { links: [{ href: subject.feedUrl, rel: 'self', type: 'application/rss+xml' }] },
    items: subject.incidents.map((incident) => ({
      title: entryTitle(incident),
      link: incident.permalink,
      guid: { value: entryId(incident), isPermaLink: false },
      pubDate: incident.startedAt ?? incident.firstSeenAt,
      categories: [{ name: incident.vendorName }, { name: incident.kind }, { name: incident.impact }],
      description: entryHtml(incident),
    })),
  })
  return withoutAddedSpace(feed)
}

/** https://www.jsonfeed.org/version/1.1/ */
export function formatJsonFeed(subject: FeedSubject): string {
  const feed = generateJsonFeed({
    title: subject.title,
    description: subject.description,
    home_page_url: subject.pageUrl,
    feed_url: subject.feedUrl,
    items: subject.incidents.map((incident) => ({
      id: entryId(incident),
      url: incident.permalink,
      ...(incident.sourceUrl !== null && { external_url: incident.sourceUrl }),
      title: entryTitle(incident),
      content_html: entryHtml(incident),
      date_published: incident.startedAt ?? incident.firstSeenAt,
      date_modified: lastPostedAt(incident),
      tags: [incident.vendorName, incident.kind, incident.impact],
    })),
  })
  // The writer leaves out empty values, but readers are promised an array.
  return JSON.stringify({ items: [], ...(feed as object) })
}

/** Independent of the title, vendor slug and site address, all of which may change. RFC 4151. */
function entryId({ id }: IncidentView): string {
  return `tag:outage-history,2026:incident/${id}`
}

function entryTitle({ vendorName, title }: IncidentView): string {
  return toXmlText(`${vendorName}: ${title}`)
}

function entryHtml(incident: IncidentView): string {
  const updates = incident.updates.map(
    (update) =>
      `<p><strong>${escapeHtml(describeStatus(update))}</strong> ${formatInstant(update.postedAt)}${
        update.withdrawnAt === null ? '' : ' (withdrawn by the vendor)'
      }</p>${bodyToHtml(update)}`,
  )
  return [
    `<p>${escapeHtml(describeSpan(incident))}: ${escapeHtml(describeDuration(incident))}</p>`,
    ...updates.reverse(),
  ].join('')
}

/** The time of its newest content, so that an unchanged feed keeps its bytes; the epoch for an empty one. */
function changedAt(incidents: IncidentView[]): Date {
  return new Date(
    maxOf(
      incidents.map((incident) => lastPostedAt(incident).getTime()),
      0,
    ),
  )
}
