import type { IncidentView, VendorView } from '#lib/queries/schemas.ts'
import { safeAddress } from '#lib/text/addresses.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import { incidentSummary } from './incident-sentence.ts'

/** Structured data in the vocabulary of https://schema.org. `base`: the site's address. */

const DOWNLOADS = [
  { file: 'incidents.csv', type: 'text/csv' },
  { file: 'incidents.json', type: 'application/json' },
  { file: 'incidents.ndjson', type: 'application/x-ndjson' },
  { file: 'calendar.ics', type: 'text/calendar' },
  { file: 'feed.atom', type: 'application/atom+xml' },
] as const

/** Describes a vendor's history as a data set with its downloads. */
export function vendorData(vendor: VendorView, description: string, base: string): object {
  const url = base + vendorPath(vendor.slug)
  const name = `${vendor.name} outage history`
  const { from, to } = vendor.history.coverage
  const sources = vendor.sources.map((source) => safeAddress(source.url)).filter((address) => address !== null)
  return graph(
    { '@type': 'WebPage', '@id': url, url, name, description, mainEntity: { '@id': `${url}#data` } },
    breadcrumbs(base, [{ name: vendor.name, url }]),
    {
      '@type': 'Dataset',
      '@id': `${url}#data`,
      name,
      description,
      url,
      creator: { '@type': 'Organization', name: 'Outage History', url: `${base}/` },
      isAccessibleForFree: true,
      ...(from !== null && to !== null && { temporalCoverage: `${from.toISOString()}/${to.toISOString()}` }),
      ...(vendor.checkedAt !== null && { dateModified: vendor.checkedAt.toISOString() }),
      ...(sources.length > 0 && { isBasedOn: sources }),
      measurementTechnique: `${base}/methodology`,
      distribution: DOWNLOADS.map(({ file, type }) => ({
        '@type': 'DataDownload',
        encodingFormat: type,
        contentUrl: `${url}/${file}`,
      })),
    },
  )
}

/** Describes a permalink as a page of its vendor's data set. */
export function incidentData(incident: IncidentView, base: string): object {
  const vendorUrl = base + vendorPath(incident.vendor)
  const url = base + incidentPath(incident.vendor, incident.id, incident.title)
  const changedAt = incident.updates.at(-1)?.postedAt ?? incident.endedAt ?? incident.startedAt
  return graph(
    {
      '@type': 'WebPage',
      '@id': url,
      url,
      name: incident.title,
      description: incidentSummary(incident),
      isPartOf: { '@id': `${vendorUrl}#data` },
      ...(incident.startedAt !== null && { datePublished: incident.startedAt.toISOString() }),
      ...(changedAt !== null && { dateModified: changedAt.toISOString() }),
      primaryImageOfPage: { '@type': 'ImageObject', url: base + imagePath(incident), width: 1200, height: 630 },
    },
    breadcrumbs(base, [
      { name: incident.vendorName, url: vendorUrl },
      { name: incident.title, url },
    ]),
  )
}

/** The incident's preview image. Chat programs cache images for long, so its address changes with its content. */
export function imagePath({ vendor, id, updates, endedAt }: IncidentView): string {
  const version = (updates.at(-1)?.postedAt.getTime() ?? 0) + (endedAt?.getTime() ?? 0) + updates.length
  return `${vendorPath(vendor)}/incidents/${id}/image.png?v=${version.toString(36)}`
}

function graph(...nodes: object[]): object {
  return { '@context': 'https://schema.org', '@graph': nodes }
}

function breadcrumbs(base: string, steps: { name: string; url: string }[]): object {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: [{ name: 'Vendors', url: `${base}/` }, ...steps].map(({ name, url }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: url,
    })),
  }
}
