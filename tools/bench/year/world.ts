import { createRule } from '#lib/admin/alerts/rules.ts'
import { addTarget } from '#lib/admin/alerts/targets.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'
import { addSources, sourceOf } from '../local-sources.ts'
import { answerAt, DAY_MS } from './vendors.ts'

export const HOOK = '/hook'
/** A week. Longer ones are no intervals that the product has: it counts three of them in milliseconds, as an integer of four bytes. */
const MAX_INTERVAL_SECONDS = 604_800

export interface YearWorld {
  sources: number
  /** Days from one step of the clock to the next. */
  stepDays: number
  /** The turn of a source comes once in so many steps. */
  groups: number
}

/** Vendors on this machine, each with a source, and a rule that tells a target what begins and ends. */
export async function makeWorld({ sources, stepDays, groups }: YearWorld): Promise<VendorServer> {
  const server = await startVendorServer()
  server.answer((path, host) => (path === HOOK ? { body: '' } : answerAt(path, sourceOf(host), new Date())))
  const seconds = Math.min((groups * stepDays * DAY_MS) / 1000, MAX_INTERVAL_SECONDS)
  await addSources(Array(sources).fill('statuspage'), new URL(server.url).port, seconds)
  const { id } = await addTarget({ name: 'hook', kind: 'webhook', url: `${server.url}${HOOK}` }, 'bench')
  await createRule({ name: 'what begins and ends', events: ['opened', 'resolved'], targets: [id] }, 'bench')
  return server
}
