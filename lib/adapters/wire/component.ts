import type { ParsedComponent } from '#lib/adapters/adapter.ts'

/** A component with only the fields that the platform provides. */
export function newComponent(
  known: Pick<ParsedComponent, 'externalId' | 'name'> & Partial<ParsedComponent>,
): ParsedComponent {
  return { group: null, sourceStatus: null, from: null, to: null, ...known }
}

/** Each component once; for equal ids, the first. */
export function uniqueComponents(components: readonly ParsedComponent[]): ParsedComponent[] {
  const byId = new Map<string, ParsedComponent>()
  for (const component of components) if (!byId.has(component.externalId)) byId.set(component.externalId, component)
  return [...byId.values()]
}
