import { getEnv } from '#lib/env.ts'

type JsonSchema = Record<string, unknown>

/** What properties look like, by name; each fits every schema that has a property of that name. */
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
})

/** Lists of which an example needs an item to say something; others are empty. */
const FILLED = new Set(['vendors', 'incidents', 'updates', 'periods', 'monthly'])

/**
 * An example that fits a named schema: known properties have values, and others are null, empty, 0, false or the first of their
 * choices. So a new property needs no new example.
 */
export function exampleOf(name: string, schemas: Record<string, JsonSchema>): unknown {
  const known = values()
  function fill(schema: JsonSchema, property: string): unknown {
    const { $ref, anyOf, type, properties, items, enum: choices, const: constant, format } = schema
    if (property in known && isScalar(schema)) return known[property]
    if (typeof $ref === 'string') return fill(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, property)
    if (Array.isArray(anyOf)) return anyOf.some((one) => one.type === 'null') ? null : fill(anyOf[0], property)
    if (constant !== undefined) return constant
    if (Array.isArray(choices)) return choices[0]
    switch (type) {
      case 'object':
        return Object.fromEntries(
          Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([key, one]) => [key, fill(one, key)]),
        )
      case 'array':
        return FILLED.has(property) ? [fill(items as JsonSchema, property)] : []
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
  return fill(schemas[name] ?? {}, '')
}

function isScalar({ type, anyOf, enum: choices }: JsonSchema): boolean {
  if (choices !== undefined) return true
  if (Array.isArray(anyOf)) return anyOf.some(isScalar)
  return typeof type === 'string' && !['object', 'array', 'null'].includes(type)
}
