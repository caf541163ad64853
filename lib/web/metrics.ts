import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { PageCache } from '#lib/web/cache/page-cache.ts'
import type { RequestCounts } from './handle-request.ts'

export interface MetricsSources {
  counts: RequestCounts
  pages: PageCache
  connections(): number
  isDatabaseAway(): boolean
}

/** Computed once: the two clocks behind it drift apart, and each difference would look like a restart. */
const STARTED_AT = Math.round(Date.now() / 1000 - process.uptime())

type Sample = readonly [
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  values: readonly (readonly [labels: string, value: number])[],
]

/** This process's metrics in Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function createMetrics(sources: MetricsSources): () => string {
  const eventLoop = monitorEventLoopDelay({ resolution: 20 })
  eventLoop.enable()
  return () => {
    const text = samples(sources, eventLoop).map(formatSample).join('')
    eventLoop.reset()
    return text
  }
}

function samples(
  { counts, pages, connections, isDatabaseAway }: MetricsSources,
  eventLoop: ReturnType<typeof monitorEventLoopDelay>,
): Sample[] {
  const cache = pages.stats()
  const answered: [string, number][] = Object.entries(counts).map(([how, count]) => [`how="${snake(how)}"`, count])
  return [
    ['outage_history_requests_total', 'counter', 'Requests by how they were answered.', answered],
    ['outage_history_cached_pages', 'gauge', 'Pages and files in the memory cache.', [['', cache.pages]]],
    ['outage_history_cached_bytes', 'gauge', 'Size of the memory cache.', [['', cache.bytes]]],
    ['outage_history_renders_under_way', 'gauge', 'Shared pages being rendered.', [['', cache.rendering]]],
    ['outage_history_renders_total', 'counter', 'Shared pages and files rendered.', [['', cache.rendered]]],
    ['outage_history_connections', 'gauge', 'Open client connections.', [['', connections()]]],
    [
      'outage_history_database_away',
      'gauge',
      '1 while the database is out of reach.',
      [['', isDatabaseAway() ? 1 : 0]],
    ],
    [
      'outage_history_event_loop_delay_seconds',
      'gauge',
      '99th percentile since the last scrape.',
      [['', eventLoop.percentile(99) / 1e9]],
    ],
    ['process_resident_memory_bytes', 'gauge', 'Resident memory.', [['', process.memoryUsage.rss()]]],
    ['process_cpu_seconds_total', 'counter', 'User and system time.', [['', cpuSeconds()]]],
    ['process_start_time_seconds', 'gauge', 'Start of the process, as Unix time.', [['', STARTED_AT]]],
  ]
}

function formatSample([name, type, help, values]: Sample): string {
  const lines = values.map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
