import type { VendorAnswer } from '../vendor-server.ts'
import type { StatuspageIncident } from './statuspage.ts'

/** A cState site with these incidents, each at its own address. */
export function serveCstate(baseUrl: string, incidents: StatuspageIncident[]): (path: string) => VendorAnswer | null {
  const pages = incidents.map(({ name, created_at, resolved_at }) => ({
    is: 'issue',
    title: name,
    createdAt: toHugo(created_at),
    lastMod: toHugo(resolved_at ?? created_at),
    permalink: `${baseUrl}/issues/${name.toLowerCase().replaceAll(' ', '-')}/`,
    severity: 'disrupted',
    resolved: resolved_at !== null,
    informational: false,
    resolvedAt: resolved_at === null ? '<no value>' : toHugo(resolved_at),
    affected: [],
    filename: `${name.toLowerCase().replaceAll(' ', '-')}.md`,
  }))
  const about = { title: 'Acme', baseURL: `${baseUrl}/` }
  return (path) => {
    if (path === '/')
      return { headers: { 'content-type': 'text/html' }, body: '<!doctype html><html>All is well</html>' }
    if (path === '/index.json')
      return json({ is: 'index', cStateVersion: '6.0.1', ...about, pinnedIssues: [], systems: [] })
    if (path === '/issues/index.json') return json({ is: 'issues', ...about, pages })
    return null
  }
}

/** "2026-08-13 12:56:00 +0000 UTC" */
function toHugo(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} +0000 UTC`
}

const json = (value: unknown): VendorAnswer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
