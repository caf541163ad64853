import type { Transaction } from '#lib/database/transaction.ts'
import { keptParser } from '#lib/documents/parse-kept.ts'
import type { Source } from '#lib/sources/source.ts'
import { adopt, type Orphans } from './adopt.ts'
import { emptyState, type Observation, toObservation } from './apply-observation.ts'
import { findNamesakes, type Loaded, loadIncidents, narrow } from './load-state.ts'
import { applyObservations, listObservations, type StoredObservation } from './rebuild.ts'

/**
 * Rebuilds the incidents that `late` concerns from the stored documents: it is earlier than known observations and has
 * to take its place in their order. `rejudged` are documents whose verdict changed because of it. The read must be
 * stored.
 */
export async function rebuildIncidents(
  tx: Transaction,
  source: Source,
  late: Observation,
  rejudged: string[],
): Promise<Loaded & { orphans: Orphans }> {
  const ids = await concernedIds(tx, source, late, rejudged)
  const loaded = await loadIncidents(tx, source.id, ids)
  if (ids !== null)
    for (const known of loaded.state.incidents.values())
      for (const id of [known.externalId, ...known.otherIds]) ids.add(id)
  const fresh = emptyState()
  const parse = keptParser(tx, source)
  let isWhole = true
  const lists = (observation: StoredObservation) => ids === null || observation.listed.some((id) => ids.has(id))
  await applyObservations(fresh, await listObservations(tx, source.id, { of: 'accepted', ids }), {
    admit: async (observation) => {
      if (!lists(observation) || (await parse(observation)) !== null) return true
      isWhole = false
      return false
    },
    read: async (observation) => {
      const { sha256, listed, completeness, kinds } = observation
      const normalised = lists(observation) ? await parse(observation) : null
      if (normalised === null) {
        // It says that it does not list these incidents.
        const wholeOf = completeness === 'whole' ? kinds : []
        return { sourceSha256: sha256, incidents: [], lists: new Set(listed), gone: [], wholeOf }
      }
      const full = toObservation(normalised, observation.firstAt, sha256)
      return ids === null ? full : narrow(full, ids)
    },
  })
  const orphans = adopt(fresh, loaded, { isWhole })
  return { state: fresh, stored: loaded.stored, orphans: isWhole ? orphans : { ...orphans, incidents: [] } }
}

/** Null means all incidents of the source: a complete list also says something about the incidents that it lacks. */
async function concernedIds(
  tx: Transaction,
  source: Source,
  late: Observation,
  rejudged: string[],
): Promise<Set<string> | null> {
  if (late.wholeOf.length > 0) return null
  const { rows } = await tx.query<{ completeness: string | null; listed: string[] }>(
    'select completeness, listed from documents where id = any($1)',
    [rejudged],
  )
  if (rows.some(({ completeness }) => completeness === 'whole')) return null
  const ids = new Set([...late.lists, ...rows.flatMap(({ listed }) => listed)])
  for (const id of await findNamesakes(tx, source.id, late.incidents)) ids.add(id)
  return ids
}
