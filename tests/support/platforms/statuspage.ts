import type { VendorAnswer } from '../vendor-server.ts'

/** An incident as in Statuspage's API; only what the product reads. */
export interface StatuspageIncident {
  id: string
  name: string
  status: string
  impact: string
  created_at: string
  started_at?: string
  resolved_at: string | null
  incident_updates: { id: string; status: string; body: string; created_at: string; display_at: string | null }[]
}

const HOUR_MS = 3_600_000

/** Incident number `n`: half an hour on the n-th day of 2025, two updates. */
export function statuspageIncident(n: number, over: Partial<StatuspageIncident> = {}): StatuspageIncident {
  const start = Date.UTC(2025, 0, n, 10)
  const at = (offsetMs: number) => new Date(start + offsetMs).toISOString()
  const code = `inc${String(n).padStart(9, '0')}`
  return {
    id: code,
    name: `Incident ${n}`,
    status: 'resolved',
    impact: 'minor',
    created_at: at(0),
    started_at: at(0),
    resolved_at: at(HOUR_MS / 2),
    incident_updates: [
      {
        id: `${code}b`,
        status: 'resolved',
        body: `Over ${n}`,
        created_at: at(HOUR_MS / 2),
        display_at: at(HOUR_MS / 2),
      },
      { id: `${code}a`, status: 'investigating', body: `Looking ${n}`, created_at: at(0), display_at: at(0) },
    ],
    ...over,
  }
}

const json = (value: unknown): VendorAnswer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

const page = {
  id: 'page00000001',
  name: 'Acme',
  url: 'http://status.example.org',
  time_zone: 'Etc/UTC',
  updated_at: '2026-01-01T00:00:00.000Z',
}

export function incidentList(incidents: StatuspageIncident[]): VendorAnswer {
  return json({ page, incidents })
}

/**
 * A whole Statuspage: the 50 newest as a list, the history as pages of three months, and each incident at its own address.
 * `incidents` may be in any order and may have more than the fields above.
 */
export function serveStatuspage(incidents: StatuspageIncident[]): (path: string) => VendorAnswer | null {
  const newestFirst = incidents.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  const byCode = new Map(incidents.map((incident) => [incident.id, incident]))
  const byMonth = Map.groupBy(newestFirst, (incident) => new Date(incident.created_at).toISOString().slice(0, 7))
  const newest = newestFirst[0]
  return (path) => {
    const url = new URL(path, 'http://localhost')
    if (url.pathname === '/api/v2/incidents.json') return incidentList(newestFirst.slice(0, 50))
    if (url.pathname === '/api/v2/scheduled-maintenances.json') return json({ page, scheduled_maintenances: [] })
    const code = /^\/api\/v2\/incidents\/(\w+)\.json$/.exec(url.pathname)?.[1]
    if (code !== undefined) {
      const incident = byCode.get(code)
      return incident === undefined ? null : json({ page, incident })
    }
    if (url.pathname === '/history.json' && newest !== undefined) {
      const last = new Date(newest.created_at)
      const back = 3 * (Number(url.searchParams.get('page') ?? 1) - 1)
      const months = [0, 1, 2].map((n) => {
        const month = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back - n))
        return historyMonth(month, byMonth.get(month.toISOString().slice(0, 7)) ?? [])
      })
      return json({ page_status: { page }, components: [], months })
    }
    return null
  }
}

function historyMonth(month: Date, incidents: StatuspageIncident[]) {
  const year = month.getUTCFullYear()
  return {
    name: month.toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
    year,
    starts_on: month.getUTCDay(),
    days: new Date(Date.UTC(year, month.getUTCMonth() + 1, 0)).getUTCDate(),
    incidents: incidents.map(({ id, name, impact, created_at }) => {
      const created = new Date(created_at)
      const shown = `${created.toLocaleString('en', { month: 'short', timeZone: 'UTC' })} <var data-var='date'>${created.getUTCDate()}</var>, <var data-var='time'>${created_at.slice(11, 16)}</var> UTC`
      return { code: id, name, message: '', impact, timestamp: shown }
    }),
  }
}
