import type { ParsedComponent } from '#lib/adapters/adapter.ts'

/** A component of which only what the platform has is named. */
export function newComponent(
  known: Pick<ParsedComponent, 'externalId' | 'name'> & Partial<ParsedComponent>,
): ParsedComponent {
  return { group: null, sourceStatus: null, from: null, to: null, ...known }
}

/** Each component once; of two with the same id the first. */
export function uniqueComponents(components: readonly ParsedComponent[]): ParsedComponent[] {
  const byId = new Map<string, ParsedComponent>()
  for (const component of components) if (!byId.has(component.externalId)) byId.set(component.externalId, component)
  return [...byId.values()]
}
