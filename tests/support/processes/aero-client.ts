import { maintenances, StatusPageClient } from '@aero/statuspage'

/**
 * Reads a vendor by @aero/statuspage and prints what it got. In a process of its own: its old undici and ours cannot share one,
 * since both take the process's dispatcher from the same global symbol. Version 1.1.0 keeps the parts of an address for the next
 * call, so each call has a client of its own.
 */
const client = () => new StatusPageClient(process.argv[2] ?? '')
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
