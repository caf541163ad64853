import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { BatchParts } from '#components/admin/run/batch-page.tsx'
import { batchWords } from '#components/admin/run/batch-words.ts'
import { getBatch, getTriedBatch } from '#lib/queries/admin/batches.ts'
import { readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Runs together' }

export default async function BatchPage({
  params,
  searchParams,
}: {
  params: Promise<{ batch: string }>
  searchParams: SearchParams
}) {
  const { batch: id } = await params
  await requireMember(`/admin/batches/${id}`)
  const [batch, state] = await Promise.all([getBatch(id), readFlash(searchParams)])
  if (batch === null) notFound()
  const tried = batch.dryRun ? null : await getTriedBatch(id)
  return (
    <AdminPage
      place="/admin/runs"
      title={batchWords(batch)}
      crumbs={
        <a href="/admin/runs" className="linked">
          Runs
        </a>
      }
      state={state}
    >
      <BatchParts batch={batch} tried={tried} state={state} />
    </AdminPage>
  )
}
