import { afterAll, expect, it } from 'vitest'
import { repeatRun } from '#lib/admin/run/runs.ts'
import { getApplication } from '#lib/queries/admin/applied-runs.ts'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })
afterAll(closeQueue)

const view = async (id: string) => (await getRun(id)) as RunView

it('a dry run says which run applied it, and that run which dry run it applied', async () => {
  const { id: tried } = await ingest(aDocument([anIncident('a')]), { dryRun: true })
  expect(await getApplication(await view(tried))).toEqual({ tried: null, appliedAs: null })

  const applied = await repeatRun(tried, { apply: true, actor: 'ada' })
  expect(await getApplication(await view(tried))).toEqual({ tried: null, appliedAs: applied })
  const { tried: known } = await getApplication(await view(applied))
  expect(known?.id).toBe(tried)
})
