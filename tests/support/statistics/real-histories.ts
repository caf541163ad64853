import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Adapter, ParsedIncident } from '#lib/adapters/adapter.ts'
import { cstate } from '#lib/adapters/cstate.ts'
import { googleCloud } from '#lib/adapters/google-cloud.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import type { PastOutage } from '#lib/domain/statistics/forecast.ts'
import { sharedPath } from '../shared.ts'

/** Histories of real vendors, as the rules of the site make them from their documents: outages with a known end, newest first. */
export function readRealHistories(): Record<string, PastOutage[]> {
  return {
    GitHub: readGitHub(),
    'Google Cloud': toOutages(parsed(googleCloud, read('gcp', 'gcp-incidents-union.jsonl'))),
    OpenAI: readStages('openai'),
    Anthropic: readStages('anthropic'),
    Jenkins: readJenkins(),
  }
}

function readGitHub(): PastOutage[] {
  const incidents = text('statuspage', 'github-incident-detail-archive.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).incident)
  return toOutages(parsed(statuspage, Buffer.from(JSON.stringify({ incidents }))))
}

function readJenkins(): PastOutage[] {
  const files = readdirSync(sharedPath('fixtures', 'cstate', 'jenkins')).filter((name) => name.endsWith('.md'))
  return toOutages(
    files.flatMap((name) =>
      parsed(cstate, read('cstate', 'jenkins', name), `https://raw.example/content/issues/${encodeURIComponent(name)}`),
    ),
  )
}

/** A table of stages that others have made of two vendors' pages. */
function readStages(provider: string): PastOutage[] {
  const rows: Record<string, string>[] = parse(text('datasets', 'atlarge-clean-incident_stages.csv'), { columns: true })
  const services = ['Playground', 'API', 'Labs', 'ChatGPT', 'api.anthropic.com', 'claude.ai', 'console.anthropic.com']
  return inOrder(
    rows.flatMap((row) => {
      const [startedAt, endedAt, mitigatedAt] = ['start_timestamp', 'close_timestamp', 'monitoring_timestamp'].map(
        (name) => toTime(row[name]),
      )
      if (row.provider !== provider || startedAt == null || endedAt == null || endedAt - startedAt < 60_000) return []
      return {
        startedAt,
        endedAt,
        seenAt: endedAt,
        mitigatedAt: mitigatedAt != null && mitigatedAt > startedAt ? mitigatedAt : null,
        components: services.filter((name) => row[name] === '1'),
        impact: row.incident_impact_level ?? '',
      }
    }),
  )
}

function toTime(written: string | undefined): number | null {
  const time = Date.parse(`${written?.trim().replace(' ', 'T').slice(0, 19)}Z`)
  return Number.isNaN(time) ? null : time
}

function toOutages(incidents: ParsedIncident[]): PastOutage[] {
  const byId = new Map(incidents.map((incident) => [incident.externalId, incident]))
  return inOrder(
    [...byId.values()].flatMap((incident) => {
      if (incident.kind !== 'incident') return []
      const { startedAt, endedAt, basis, mitigatedAt } = deriveSpan(incident)
      if (startedAt === null || endedAt === null || basis !== 'reported') return []
      return {
        startedAt: startedAt.getTime(),
        endedAt: endedAt.getTime(),
        seenAt: endedAt.getTime(),
        mitigatedAt: mitigatedAt?.getTime() ?? null,
        components: incident.components.map(({ externalId }) => externalId),
        impact: incident.impact,
      }
    }),
  )
}

function inOrder(outages: PastOutage[]): PastOutage[] {
  return outages.sort((a, b) => b.startedAt - a.startedAt)
}

function parsed(adapter: Adapter, bytes: Uint8Array, url: string | null = null): ParsedIncident[] {
  return adapter.parse({ bytes, url, contentType: null, readAt: null }).incidents
}

function read(...path: string[]): Uint8Array {
  return readFileSync(sharedPath('fixtures', ...path))
}

function text(...path: string[]): string {
  return readFileSync(sharedPath('fixtures', ...path), 'utf8')
}
