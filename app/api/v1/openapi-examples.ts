import { getEnv } from '#lib/env.ts'

type JsonSchema = Record<string, unknown>

/** What properties look like, by name, or by schema and name; one that a schema does not allow is left to it. */
const values = (): Record<string, unknown> => ({
  id: '0123456789ab',
  slug: 'courier',
  vendor: 'courier',
  name: 'Courier',
  vendorName: 'Courier',
  title: 'All services impacted',
  category: 'Messaging',
  externalId: 'all-services-impacted',
  startedAt: '2025-10-20T09:54:00.000Z',
  endedAt: '2025-10-20T10:11:00.000Z',
  durationSeconds: 1020,
  timeToMitigateSeconds: 480,
  status: 'resolved',
  sourceStatus: 'resolved',
  impact: 'major',
  permalink: `${getEnv().PUBLIC_URL}/vendors/courier/incidents/0123456789ab/all-services-impacted`,
  body: 'All checks passed.',
  updateCount: 4,
  t: '2025-10-20T10:00:00.000Z',
  asOf: '2026-05-28T00:00:00.000Z',
  from: '2025-10-01T00:00:00.000Z',
  to: '2025-11-01T00:00:00.000Z',
  month: '2025-10',
  incidentCount: 4,
  downtimeSeconds: 2700,
  incidentSeconds: 2700,
  unknownDurationCount: 2,
  knownDays: 31,
  days: 31,
  complete: true,
  total: 1,
  'StatuspagePage.url': `${getEnv().PUBLIC_URL}/vendors/courier`,
  'StatuspageStatus.description': 'Partial System Outage',
  'StatuspageStatus.indicator': 'major',
  page_id: '0123456789ab',
  incident_id: '0123456789ab',
  shortlink: `${getEnv().PUBLIC_URL}/vendors/courier/incidents/0123456789ab/all-services-impacted`,
  created_at: '2025-10-20T09:54:00.000Z',
  started_at: '2025-10-20T09:54:00.000Z',
  display_at: '2025-10-20T10:11:00.000Z',
  updated_at: '2025-10-20T10:11:00.000Z',
  resolved_at: '2025-10-20T10:11:00.000Z',
  'StatuspageUpdate.created_at': '2025-10-20T10:11:00.000Z',
  'StatuspageComponent.name': 'API',
  'StatuspageComponent.position': 1,
  'StatuspageIncident.name': 'All services impacted',
  'StatuspageMaintenance.name': 'Database upgrade',
})

/** Lists of which an example needs an item to say something; others are empty. */
const FILLED = new Set([
  'vendors',
  'incidents',
  'updates',
  'periods',
  'monthly',
  'incident_updates',
  'scheduled_maintenances',
  'StatuspageSummary.components',
  'StatuspageComponentList.components',
  'StatuspageIncident.components',
])

/**
 * An example that fits a named schema: known properties have values, and others are null, empty, 0, false or the first of their
 * choices; one that may be missing is. So a new property needs no new example.
 */
export function exampleOf(name: string, schemas: Record<string, JsonSchema>): unknown {
  const known = values()
  function fill(schema: JsonSchema, owner: string, property: string): unknown {
    const { $ref, anyOf, type, items, enum: choices, const: constant, format } = schema
    for (const key of [`${owner}.${property}`, property]) {
      if (key in known && allows(schema, known[key])) return known[key]
    }
    if (typeof $ref === 'string') return fill(named($ref), nameIn($ref), '')
    if (Array.isArray(anyOf)) return anyOf.some((one) => one.type === 'null') ? null : fill(anyOf[0], owner, property)
    if (constant !== undefined) return constant
    if (Array.isArray(choices)) return choices[0]
    switch (type) {
      case 'object':
        return fillObject(schema, owner)
      case 'array':
        return FILLED.has(property) || FILLED.has(`${owner}.${property}`) ? [fill(items as JsonSchema, owner, '')] : []
      case 'string':
        return format === 'date-time' ? known.asOf : ''
      case 'integer':
      case 'number':
        return 0
      case 'boolean':
        return false
      default:
        return null
    }
  }
  function fillObject({ properties = {}, required = [] }: JsonSchema, owner: string) {
    const needed = new Set(required as string[])
    return Object.fromEntries(
      Object.entries(properties as Record<string, JsonSchema>)
        .filter(([key]) => needed.has(key) || key in known)
        .map(([key, one]) => [key, fill(one, owner, key)]),
    )
  }
  /** Whether a known value is of a scalar type, choice or constant that the schema has. */
  function allows({ $ref, type, anyOf, enum: choices, const: constant }: JsonSchema, value: unknown): boolean {
    if (typeof $ref === 'string') return allows(named($ref), value)
    if (Array.isArray(anyOf)) return anyOf.some((one) => allows(one, value))
    if (constant !== undefined) return constant === value
    if (Array.isArray(choices)) return choices.includes(value)
    return type === typeof value || (typeof value === 'number' && (type === 'integer' || type === 'number'))
  }
  function named($ref: string): JsonSchema {
    return schemas[nameIn($ref)] ?? {}
  }
  return fill(schemas[name] ?? {}, name, '')
}

function nameIn($ref: string): string {
  return $ref.split('/').at(-1) ?? ''
}
