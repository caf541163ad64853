import { type Item, isRecord, readId, readItem, readItems, toWord } from './item.ts'
import type { Located } from './report.ts'

/** One entry of a Cachet list, in either form, with its fields where the first form has them. */
export interface CachetEntry extends Located {
  item: Item
  updates: Item[]
  components: Item[]
}

/**
 * Version 3 uses JSON:API: the fields are in `attributes`, a status is `{ human, value }`, a time is `{ human, string }` ("3
 * hours ago" and the time itself), and updates and components are included beside the list. Readers get the flat form of
 * earlier versions.
 */
export function readCachetEntries(root: Item): CachetEntry[] {
  const data = Array.isArray(root.value.data)
    ? readItems(root, 'data')
    : [readItem(root, 'data')].filter((item) => item !== null)
  const included = new Map(
    readItems(root, 'included').map((item) => [`${toWord(item.value.type)} ${readId(item, 'id')}`, item]),
  )
  return data.map((item) => {
    if (!isRecord(item.value.attributes)) {
      return { ...located(item), updates: readItems(item, 'updates'), components: readItems(item, 'components') }
    }
    return {
      ...located(flat(item)),
      updates: related(item, 'updates', included),
      components: related(item, 'components', included),
    }
  })
}

/** Goes to quarantine in the flat form. */
function located(item: Item) {
  return { item, path: item.path, value: item.value }
}

function related(item: Item, name: string, included: ReadonlyMap<string, Item>): Item[] {
  const relationships = readItem(item, 'relationships')
  const relation = relationships && readItem(relationships, name)
  const links = relation === null ? [] : readItems(relation, 'data')
  return links.flatMap((link) => {
    const found = included.get(`${toWord(link.value.type)} ${readId(link, 'id')}`)
    return found === undefined ? [] : flat(found)
  })
}

const TIMES = new Map([
  ['occurred', 'occurred_at'],
  ['created', 'created_at'],
  ['updated', 'updated_at'],
  ['scheduled', 'scheduled_at'],
  ['completed', 'completed_at'],
])

function flat(item: Item): Item {
  const attributes = readItem(item, 'attributes')
  const value: Record<string, unknown> = { id: item.value.id }
  for (const [key, inner] of Object.entries(attributes?.value ?? {})) {
    if (key === 'id') continue
    if (isRecord(inner) && 'string' in inner) value[TIMES.get(key) ?? key] = inner.string
    else if (isRecord(inner) && 'value' in inner) value[key] = inner.value
    else value[key] = inner
  }
  return { ...item, value }
}
