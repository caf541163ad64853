import { expect, it } from 'vitest'
import { inTransaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { getDocument, listRunDocuments } from '#lib/queries/admin/documents.ts'
import { requestRun } from '#lib/runs/run.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { aSource, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

it('a run that was handed a document lists it, before it has begun and after it has ended', async () => {
  const source = await aSource()
  const bytes = new TextEncoder().encode('{"not": "read yet"}')
  const { run, document } = await inTransaction(async (tx) => {
    const document = await keepDocument(tx, { sourceId: source.sourceId, bytes, url: null, contentType: null })
    const request = { ...source, mode: 'document', trigger: 'cli', dryRun: true } as const
    const run = await requestRun(tx, { ...request, documentId: document.id, readAt: null }, async () => {})
    return { run, document }
  })
  expect(await listRunDocuments(run)).toMatchObject([{ id: document.id, sha256: document.sha256, isKept: true }])
  expect(await getDocument(document.id)).toMatchObject({ vendor: 'acme', bytes: Buffer.from(bytes) })

  const ended = await ingest(aDocument([anIncident('a')]), { vendor: 'bolt', readAt: '2026-03-01T12:00Z' })
  expect(await listRunDocuments(ended.id)).toMatchObject([{ isParsed: true, isKept: true }])
})
