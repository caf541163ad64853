import { createRequire } from 'node:module'
import { join } from 'node:path'

interface Incident {
  impact: string | null
  status: string
  updates: unknown[]
}

/** What is used of @aero/statuspage, which comes without types. */
interface Client {
  summary(): Promise<{
    page: { name: string }
    status: { description: string }
    components: { name: string; children: unknown[] }[]
  }>
  status(): Promise<{ status: { indicator: string } }>
  incidents(unresolved?: boolean): Promise<Incident[]>
  maintenances(type?: number): Promise<Incident[]>
}

/**
 * Reads a vendor by @aero/statuspage of a folder and prints what it got. In a process of its own: its old undici and ours cannot
 * share one, since both take the process's dispatcher from the same global symbol. Version 1.1.0 keeps the parts of an address
 * for the next call, so each call has a client of its own.
 */
const [address = '', folder = ''] = process.argv.slice(2)
const { maintenances, StatusPageClient } = createRequire(join(folder, 'package.json'))('@aero/statuspage') as {
  maintenances: { ACTIVE: number; UPCOMING: number }
  StatusPageClient: new (url: string) => Client
}
const client = () => new StatusPageClient(address)
const summary = await client().summary()
const { status } = await client().status()
const incidents = await client().incidents()
const unresolved = await client().incidents(true)
const active = await client().maintenances(maintenances.ACTIVE)
const upcoming = await client().maintenances(maintenances.UPCOMING)
const read = {
  page: summary.page.name,
  status: summary.status.description,
  indicator: status.indicator,
  components: summary.components.map(({ name, children }) => [name, children.length]),
  incidents: incidents.map(({ impact, updates }) => [impact, updates.length]),
  unresolved: unresolved.length,
  active: active.map((one) => one.status),
  upcoming: upcoming.map((one) => one.status),
}
process.stdout.write(JSON.stringify(read))
