import { expect, it } from 'vitest'
import { raiseByClock } from '#lib/alerts/events/tick.ts'
import { db, pool } from '#lib/database/client.ts'
import { COVERAGE_QUALITIES, IMPACTS, KINDS } from '#lib/domain/incident.ts'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { seeded } from '#tests/support/statistics/seeded.ts'

ownDatabase()

const NOW = Date.now()
const EVER = { since: new Date(0) }
const VENDORS = 250
const minutes = (count: number) => new Date(NOW + Math.round(count * 60_000))

const random = seeded(64)
const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T
const between = (from: number, to: number) => from + random() * (to - from)
const count = (most: number) => Math.floor(between(0, most + 1))

/** Vendors with every mixture of sources, of when those were read, and of what was open then. */
async function generate(): Promise<void> {
  const vendors = Array.from({ length: VENDORS }, (_, at) => ({
    id: at + 1,
    key: `v${at}`,
    slug: `v${at}`,
    name: `Vendor ${at}`,
    pausedAt: random() < 0.1 ? minutes(-500) : null,
  }))
  const sources = vendors.flatMap(({ id }) => {
    const primary = random() < 0.8 ? 0 : -1
    return Array.from({ length: count(3) }, (_, at) => ({
      id: 4 * id + at,
      vendorId: id,
      key: `archive:${at}`,
      platform: 'archive',
      origin: oneOf(['live', 'live', 'import', 'sample'] as const),
      isPrimary: at === primary,
      pollIntervalSeconds: oneOf([60, 300, 3_600]),
      lastGoodReadAt: random() < 0.25 ? null : minutes(between(-200, 20)),
      pausedAt: random() < 0.1 ? minutes(-500) : null,
    }))
  })
  const coverage = sources.flatMap(({ id }) =>
    Array.from({ length: count(2) }, () => {
      const from = between(-600, 30)
      return {
        sourceId: id,
        from: minutes(from),
        to: minutes(from + between(1, 400)),
        quality: oneOf(COVERAGE_QUALITIES),
      }
    }),
  )
  const incidents = sources.flatMap((source) => Array.from({ length: count(2) }, (_, at) => anIncidentOf(source, at)))
  await db().vendor.createMany({ data: vendors })
  await db().source.createMany({ data: sources })
  await db().coverage.createMany({ data: coverage })
  await db().incident.createMany({ data: incidents })
}

function anIncidentOf({ id, vendorId }: { id: number; vendorId: number }, at: number) {
  const basis = oneOf(['reported', 'ongoing', 'ongoing', 'single', 'unclear', 'seen'] as const)
  const start = between(-300, 60)
  const startedAt = basis === 'unclear' && random() < 0.5 ? null : minutes(start)
  const isEnded = basis !== 'ongoing' && basis !== 'unclear'
  const [kind, impact] = [oneOf(KINDS), oneOf(IMPACTS)]
  return {
    ...{ vendorId, sourceId: id, externalId: `${at}`, publicId: `${id}x${at}`, title: 'One' },
    ...{ kind, impact, sourceKind: kind, sourceImpact: impact, basis, derivedBasis: basis, startedAt },
    endedAt: isEnded ? minutes(start + (basis === 'single' ? 0 : between(0, 300))) : null,
    excluded: random() < 0.1,
    dedupStatus: oneOf(['counted', 'counted', 'counted', 'superseded'] as const),
    ...{ contentHash: 'x', sourceSha256: 'x', observedAt: minutes(start), sortAt: minutes(start) },
    firstSeenAt: minutes(start),
  }
}

async function listNoted(): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ slug: string; state: string }>(
    'select v.slug, s.state from vendors v join alert_vendor_states s on s.vendor_id = v.id',
  )
  return new Map(rows.map(({ slug, state }) => [slug, state]))
}

async function listPaused(): Promise<Set<string>> {
  const { rows } = await pool().query<{ slug: string }>(
    `select v.slug from vendors v where v.paused_at is not null or exists (
       select from sources s where s.vendor_id = v.id and s.paused_at is not null)`,
  )
  return new Set(rows.map(({ slug }) => slug))
}

it('the states that are noted by the clock are those that pages show, whatever sources and incidents there are', async () => {
  await generate()
  const paused = await listPaused()
  let before = await listNoted()
  const seen = new Set<string>()
  for (const asOf of [minutes(0), minutes(45), minutes(400)]) {
    await raiseByClock(asOf, EVER)
    const noted = await listNoted()
    const wrong: unknown[] = []
    for (const { slug, state } of await listVendorBriefs(asOf)) {
      seen.add(state)
      const [is, was] = [noted.get(slug), before.get(slug)]
      // A vendor without a history has no state to lose. One that an admin paused may keep its state.
      const keeps = state === 'unknown' && (was === undefined || paused.has(slug)) && is === was
      if (is !== state && !keeps) wrong.push({ slug, shown: state, noted: is, before: was })
    }
    expect(wrong).toEqual([])
    before = noted
  }
  expect([...seen].sort()).toEqual(['degraded', 'down', 'maintenance', 'unknown', 'up'])
})
