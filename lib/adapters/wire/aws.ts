import type { ParsedComponent } from '#lib/adapters/adapter.ts'
import type { Impact } from '#lib/domain/incident.ts'

/** AWS grades: normal, informational, degraded, disrupted. Numbers in some places and digits in others. */
export const GRADES: ReadonlyMap<string, Impact> = new Map([
  ['0', 'none'],
  ['1', 'minor'],
  ['2', 'major'],
  ['3', 'critical'],
])

/** "ap-northeast-1" of "ec2-ap-northeast-1"; null for a service without a region ("billingconsole"). */
export function regionOf(service: string): string | null {
  return /-([a-z]{2}(?:-[a-z]+){1,3}-\d)$/.exec(service)?.[1] ?? null
}

/** A service of one region; the region stands as its group, since every region has the same services. */
export function newService(key: string, name: string, regionName: string | null): ParsedComponent {
  const region = regionOf(key)
  const group = region === null ? null : (regionName ?? region)
  return { externalId: key, name, group, sourceStatus: null, from: null, to: null }
}

/** Before the title, or before each half of a title in two languages: "[解決済み]… | [RESOLVED] …". */
const RESOLVED = /(^|\|)\s*\[(?:RESOLVED|解決済み)\]\s*/gi

/** Whether the title says that the event is over. */
export function isMarkedResolved(title: string | null): boolean {
  return title !== null && title.search(RESOLVED) !== -1
}

/** The title without the mark that the event is over, so that it stays the same. */
export function withoutMark(title: string): string {
  return title.replace(RESOLVED, (_, before) => (before === '' ? '' : `${before} `))
}
