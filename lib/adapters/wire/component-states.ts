import type { ItemGroup } from './feed-groups.ts'

/** "Mail - Operational", "Desk - Degraded Performance": how each component is at present, and no history of any (Site24x7). */
const COMPONENT_STATE =
  / [-–—:] (?:operational|degraded performance|partial outage|major outage|under maintenance|available|informational)$/i

/** Whether every item of a feed is the present state of a component: such a feed has no incidents. */
export function isListOfStates(groups: readonly ItemGroup[]): boolean {
  const titles = groups.flatMap(({ items }) => items.map(({ item }) => item.value.title ?? ''))
  return titles.length > 0 && titles.every((title) => COMPONENT_STATE.test(title))
}
