import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { SAMPLE } from '#prisma/sample/index.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { clearDatabase, countMonths, expectInvariants, ingest, liveState, rowVersions } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

async function count(text: string): Promise<number> {
  return (await pool().query(`select count(*)::int as count ${text}`)).rows[0].count
}

describe('the bundled archive', () => {
  it('is loaded into an empty database, once, with every incident and update of the two worked examples', async () => {
    const steps: string[] = []
    expect(await loadSample((done, total) => void steps.push(`${done}/${total}`))).toBe(true)
    expect(steps).toHaveLength(SAMPLE.length)
    await expectInvariants()
    expect(await count("from runs where state = 'succeeded' and trigger = 'sample'")).toBe(SAMPLE.length)
    expect(await count("from sources where origin <> 'sample' or not is_primary")).toBe(0)
    for (const [vendor, updates, seconds] of [
      ['courier', 87, 214_560],
      ['workos', 67, 212_640],
    ] as const) {
      const of = `join incidents i on i.id = u.incident_id join vendors v on v.id = i.vendor_id where v.slug = '${vendor}'`
      expect(await count(`from incident_updates u ${of}`)).toBe(updates)
      expect((await countMonths(vendor)).reduce((sum, month) => sum + month.seconds, 0)).toBe(seconds)
    }
    const versions = await rowVersions()
    expect(await loadSample()).toBe(false)
    expect(await rowVersions()).toBe(versions)
  })

  it('goes on where an interrupted load has stopped', async () => {
    await expect(
      loadSample((done) => {
        if (done === 2) throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await loadSample()).toBe(true)
    const state = await liveState()
    await clearDatabase()
    await loadSample()
    expect(await liveState()).toEqual(state)
  })

  it('is not loaded beside anything else', async () => {
    await ingest(aDocument([anIncident('a')]))
    expect(await loadSample()).toBe(false)
    expect(await count('from vendors')).toBe(1)
  })
})
