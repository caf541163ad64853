import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeerProcess, startPeer } from '#tests/peers/peer.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { isThere } from './programs.ts'

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[]
  annotations: { list: { target: { urlPath: string; fields: { name: string; jsonPath: string }[] } }[] }
  templating: { list: { name: string; query: string }[] }
}

const dashboard: Dashboard = JSON.parse(readFileSync('docs/monitoring/dashboard.json', 'utf8'))
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))
const folder = mkdtempSync(join(tmpdir(), 'outage-history-prometheus-'))
let site: RunningSite

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE: 'on' } })
}, 600_000)
afterAll(async () => {
  await site?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!isThere('prometheus'))('Prometheus with our example files, reading this site', () => {
  let prometheus: PeerProcess
  const ask = async (path: string, parameters: Record<string, string> = {}) => {
    const answer = await fetch(`${prometheus.url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
    return await answer.json()
  }
  const vendors = async (): Promise<string[]> => {
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(variableQuery()) ?? []
    const { data } = await ask(`label/${label}/values`, { 'match[]': metric ?? '' })
    return data
  }

  beforeAll(async () => {
    const config = readFileSync('docs/monitoring/prometheus.yml', 'utf8')
      .replace('outages.example.com', site.url.replace('http://', ''))
      .replace('scheme: https', 'scheme: http')
      .replace('scrape_interval: 1m', 'scrape_interval: 1s')
    writeFileSync(join(folder, 'prometheus.yml'), config)
    writeFileSync(join(folder, 'alerts.yml'), readFileSync('docs/monitoring/alerts.yml'))
    const files = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`]
    prometheus = await startPeer({
      command: 'prometheus',
      args: (port) => [...files, `--web.listen-address=127.0.0.1:${port}`],
      cwd: folder,
      env: () => ({}),
      readyPath: '/-/ready',
    })
  }, 120_000)
  afterAll(() => prometheus?.stop())

  it('offers every vendor of the site for a choice', async () => {
    const listed: { slug: string }[] = (await (await fetch(`${site.url}/api/v1/vendors`)).json()).vendors
    const slugs = listed.map(({ slug }) => slug).sort()
    await expect.poll(async () => (await vendors()).sort(), { timeout: 60_000 }).toEqual(slugs)
  })

  // As Grafana fills in one chosen vendor, several, and all of them.
  it.each([
    ['one', 'courier'],
    ['several', '(courier|github)'],
    ['all', '.*'],
  ])('answers the query of every panel for %s', async (_what, chosen) => {
    // Where nothing is open, there is no sample of what is open.
    const { data: names } = await ask('label/__name__/values')
    expect(queries.length).toBeGreaterThan(3)
    for (const { title, expr } of queries) {
      const { status, data } = await ask('query', { query: expr.replaceAll('$vendor', chosen) })
      const hasSamples = [...expr.matchAll(/outage_history_\w+/g)].some(([name]) => names.includes(name))
      expect({ title, status, answers: data?.result.length > 0 }).toEqual({
        title,
        status: 'success',
        answers: hasSamples,
      })
    }
  })

  it('understands each example rule', async () => {
    const health = async () => {
      const { data } = await ask('rules')
      return data.groups.flatMap((group: { rules: { health: string }[] }) => group.rules.map((rule) => rule.health))
    }
    await expect.poll(health, { timeout: 90_000 }).toEqual(['ok', 'ok', 'ok', 'ok'])
  })
})

describe('the annotations of the dashboard', () => {
  it.each(['courier', 'github'])('are at their address for %s, with every field that is read', async (vendor) => {
    for (const { target } of dashboard.annotations.list) {
      const answer = await fetch(site.url + target.urlPath.replace('$vendor', vendor))
      expect(answer.status).toBe(200)
      const items: Record<string, unknown>[] = await answer.json()
      expect(items.length).toBeGreaterThan(0)
      for (const { jsonPath } of target.fields) {
        const [, field = ''] = /^\$\[\*\]\.(\w+)$/.exec(jsonPath) ?? []
        expect(items.some((item) => item[field] !== undefined && item[field] !== null)).toBe(true)
      }
    }
  })
})

function variableQuery(): string {
  return dashboard.templating.list.find(({ name }) => name === 'vendor')?.query ?? ''
}
