import { publicId } from '#lib/url/public-id.ts'
import { chanceOf, normal, pick } from './chance.ts'
import { bodyOf, titleOf } from './texts.ts'

/** What a database of the bench holds. Vendors 1 to n have the same history in every size, but for the largest. */
export interface World {
  vendors: number
  incidents: number
  /** Of vendor 1; null where it is one of many. */
  largest: number | null
  /** The end of ten years. */
  end: Date
}

/** A world that was written as JSON. */
export function readWorld(json: string): World {
  const world = JSON.parse(json)
  return { ...world, end: new Date(world.end) }
}

const YEARS_MS = 10 * 365.25 * 86_400_000
const MINUTE_MS = 60_000
export const COMPONENTS = 12

/** The number of incidents of each vendor, by a power law: most have few. */
export function sizesOf({ vendors, incidents, largest }: World): number[] {
  // Multiples of the golden section fill the unit interval evenly, however many there are.
  const shares = Array.from({ length: vendors }, (_, index) => Math.min(60, (1 - ((index * 0.618034) % 1)) ** -0.8))
  const rest = shares.slice(largest === null ? 0 : 1).reduce((sum, share) => sum + share, 0)
  const scale = (incidents - (largest ?? 0)) / rest
  return shares.map((share, index) => (index === 0 && largest !== null ? largest : Math.round(share * scale)))
}

export interface MadeUpdate {
  id: number
  incidentId: number
  externalId: string
  status: string | null
  postedAt: Date
  body: string
  position: number
  editedAt: Date | null
}

export interface MadeIncident {
  id: number
  vendorId: number
  sourceId: number
  externalId: string
  publicId: string
  title: string
  kind: string
  impact: string
  status: string
  startedAt: Date | null
  endedAt: Date | null
  startedBefore: Date | null
  basis: string
  sortAt: Date
  seenAt: Date
  withdrawnAt: Date | null
  components: number[]
  updates: MadeUpdate[]
}

const IMPACTS = ['none', 'minor', 'minor', 'minor', 'unknown', 'major', 'major', 'critical'] as const

/** Incident `n` of `size` of a vendor; the newest may be open, or a plan. */
export function makeIncident(world: World, vendorId: number, n: number, size: number, id: number): MadeIncident {
  const chance = chanceOf(vendorId, n)
  const isNewest = n === size - 1
  const roll = chance()
  const kind = roll < 0.8 ? 'incident' : roll < 0.97 ? 'maintenance' : 'notice'
  const startsAt = new Date(
    Math.floor((world.end.getTime() - (1 - (n + chance() * 0.9) / size) * YEARS_MS) / 1000) * 1000,
  )
  const basis = isNewest && chance() < 0.06 ? 'ongoing' : basisOf(chance())
  // Some last for months: whatever was open at an instant may have begun long before.
  const minutes = chance() < 0.001 ? 40_000 + chance() * 500_000 : Math.exp(4 + 1.2 * normal(chance))
  const isUndated = basis === 'undated'
  const startedAt = isUndated ? null : startsAt
  const hasEnd = basis === 'reported' || basis === 'seen'
  const endsAt = new Date(
    Math.min(startsAt.getTime() + Math.max(1, Math.round(minutes)) * MINUTE_MS, world.end.getTime()),
  )
  const externalId = `i${n}`
  const count = 1 + Math.floor(chance() * 5)
  return {
    id,
    vendorId,
    sourceId: vendorId,
    externalId,
    publicId: publicId(`v${vendorId}`, 'statuspage', externalId),
    title: titleOf(chance),
    kind,
    impact: kind === 'maintenance' ? 'none' : pick(chance, IMPACTS),
    status: basis === 'ongoing' ? 'investigating' : kind === 'maintenance' ? 'completed' : 'resolved',
    startedAt,
    endedAt: hasEnd ? endsAt : basis === 'single' ? startsAt : null,
    startedBefore: isUndated ? startsAt : null,
    basis,
    sortAt: startsAt,
    seenAt: startsAt,
    withdrawnAt: chance() < 0.005 ? endsAt : null,
    components: [...new Set(Array.from({ length: Math.floor(chance() * 3) }, () => Math.floor(chance() * COMPONENTS)))],
    updates: Array.from({ length: count }, (_, position) => ({
      id: 0,
      incidentId: id,
      externalId: `u${position}`,
      status:
        position === 0
          ? 'investigating'
          : position === count - 1
            ? 'resolved'
            : pick(chance, ['identified', 'monitoring', null]),
      postedAt: new Date(startsAt.getTime() + Math.round((position / count) * minutes) * MINUTE_MS),
      body: bodyOf(chance),
      position,
      editedAt: chance() < 0.02 ? endsAt : null,
    })),
  }
}

function basisOf(roll: number): string {
  if (roll < 0.9) return 'reported'
  if (roll < 0.96) return 'single'
  if (roll < 0.98) return 'seen'
  if (roll < 0.99) return 'undated'
  return roll < 0.998 ? 'impossible' : 'unclear'
}

/** How many slices of time the incidents come in: as ten years of polls write them, all vendors by turns. */
const SLICES = 80

/** All incidents of the world, roughly in the order of their time. */
export function* makeIncidents(world: World): Generator<MadeIncident> {
  const sizes = sizesOf(world)
  let id = 0
  for (let slice = 0; slice < SLICES; slice += 1) {
    for (const [index, size] of sizes.entries()) {
      const from = Math.floor((size * slice) / SLICES)
      const to = Math.floor((size * (slice + 1)) / SLICES)
      for (let n = from; n < to; n += 1) yield makeIncident(world, index + 1, n, size, ++id)
    }
  }
}
