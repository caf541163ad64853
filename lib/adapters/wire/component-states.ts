import type { ItemGroup } from './feed-groups.ts'

/** "Mail - Operational", "Desk - Degraded Performance": a component's present state, without history (Site24x7). */
const COMPONENT_STATE =
  / [-–—:] (?:operational|degraded performance|partial outage|major outage|under maintenance|available|informational)$/i

/** Whether every item of a feed is a component's present state; such a feed has no incidents. */
export function isListOfStates(groups: readonly ItemGroup[]): boolean {
  const titles = groups.flatMap(({ items }) => items.map(({ item }) => item.value.title ?? ''))
  return titles.length > 0 && titles.every((title) => COMPONENT_STATE.test(title))
}
