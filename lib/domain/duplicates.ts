import { titleKey } from './title-key.ts'

/** What identifies an incident across sources if its id cannot. */
export interface Happening {
  externalId: string
  title: string
  startedAt: Date | null
}

export interface DuplicateRule {
  /** Incidents whose starts are at most this far apart can be the same. */
  toleranceSeconds: number
  /** Whether both sources use the same kind of ids, so that equal ids mean the same incident. */
  isSamePlatform: boolean
  /** External ids of the old source's incidents that have no duplicate, whatever they look like. */
  notDuplicates: ReadonlySet<string>
}

/**
 * Finds which incidents of an abandoned page are those of its successor: the same title, and starts within the
 * tolerance (or both without a date). An equal id replaces one of the two criteria where both pages are of one
 * platform, but never both, since many platforms only count up. Each incident has at most one duplicate, the one with
 * the nearest start.
 */
export function matchDuplicates<Old extends Happening, New extends Happening>(
  old: readonly Old[],
  fresh: readonly New[],
  { toleranceSeconds, isSamePlatform, notDuplicates }: DuplicateRule,
): [Old, New][] {
  const byTitle = Map.groupBy(fresh, ({ title }) => titleKey(title))
  const byId = new Map(isSamePlatform ? fresh.map((incident) => [incident.externalId, incident]) : [])
  const candidates: { pair: [Old, New]; isSameId: boolean; gapSeconds: number }[] = []
  for (const incident of old) {
    if (notDuplicates.has(incident.externalId)) continue
    const equal = byId.get(incident.externalId)
    const consider = (other: New, isNamesake: boolean) => {
      const isSameId = other === equal
      const gapSeconds = secondsBetween(incident.startedAt, other.startedAt)
      const isNear = gapSeconds <= toleranceSeconds
      if (isSameId ? isNear || isNamesake : isNear && isNamesake)
        candidates.push({ pair: [incident, other], isSameId, gapSeconds })
    }
    const key = titleKey(incident.title)
    if (equal !== undefined && titleKey(equal.title) !== key) consider(equal, false)
    for (const namesake of byTitle.get(key) ?? []) consider(namesake, true)
  }
  candidates.sort((a, b) => Number(b.isSameId) - Number(a.isSameId) || a.gapSeconds - b.gapSeconds)
  const taken = new Set<Happening>()
  return candidates.flatMap(({ pair }) => {
    if (pair.some((incident) => taken.has(incident))) return []
    for (const incident of pair) taken.add(incident)
    return [pair]
  })
}

function secondsBetween(one: Date | null, other: Date | null): number {
  if (one === null || other === null) return one === other ? 0 : Number.POSITIVE_INFINITY
  return Math.abs(one.getTime() - other.getTime()) / 1000
}
