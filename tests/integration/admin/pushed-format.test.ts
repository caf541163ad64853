import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { formatArchive } from '#lib/adapters/archive.ts'
import { DETECT_FORMAT, pushDocument } from '#lib/admin/run/documents.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getRun } from '#lib/queries/runs.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { clearDatabase, ingest, useTestDatabase } from '#tests/support/ingest.ts'

const ARCHIVE = formatArchive(aDocument([anIncident('a')]))

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(async () => {
  await clearDatabase()
  await createVendor({ slug: 'acme', name: 'Acme', websiteUrl: null, category: null, sources: [] }, 'ada')
})
afterAll(async () => {
  await closeQueue()
  await drop()
})

async function push(platform: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  const from = { url: null, contentType: null, fetchedAt: new Date('2026-03-02T00:00Z') }
  return await pushDocument({
    ...from,
    vendorSlug: 'acme',
    platform,
    bytes,
    dryRun: false,
    trigger: 'admin',
    actor: 'ada',
  })
}

async function sources() {
  const { rows } = await pool().query('select platform, is_primary from sources order by id')
  return rows.map(({ platform, is_primary }) => `${platform}${is_primary ? ', primary' : ''}`)
}

it('a document whose format is left to be detected becomes a source of that format', async () => {
  await push(DETECT_FORMAT, ARCHIVE)
  expect(await sources()).toEqual(['archive, primary'])
  await expect(push(DETECT_FORMAT, 'Dear all, nothing happened.')).rejects.toThrow(
    new InvalidInputError('The format of this document is not recognised. Choose a format.', 'platform'),
  )
})

it('a document of another format than the chosen one begins no source, and the answer names its own', async () => {
  await expect(push('statuspage', ARCHIVE)).rejects.toThrow(
    'This document is not in the format of Atlassian Statuspage. It looks like Outage history archive. Choose that format.',
  )
  expect(await sources()).toEqual([])
})

it('a source of documents is primary once one of them was read, and not before', async () => {
  await ingest(aDocument([anIncident('s')]), { vendor: 'acme', origin: 'sample' })
  const run = await push('statuspage', 'Dear all, nothing happened.')
  await executeRun(run, runHandlers)
  expect((await getRun(run))?.state).toBe('failed')
  expect(await sources()).toEqual(['archive, primary', 'statuspage'])
  await executeRun(await push('archive', ARCHIVE), runHandlers)
  expect(await sources()).toEqual(['archive', 'statuspage', 'archive, primary'])
})
