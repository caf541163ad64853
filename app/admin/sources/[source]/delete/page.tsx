import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { DeleteSourceParts } from '#components/admin/source/source-pages.tsx'
import { tryDeletion } from '#lib/admin/source/delete-source.ts'
import { readFlash } from '../../../flash.ts'
import { loadSource } from '../load.ts'
import { SourcePage } from '../source-page.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Delete a source' }

interface Props {
  params: Promise<{ source: string }>
  searchParams: SearchParams
}

export default async function DeleteSourcePage({ params, searchParams }: Props) {
  const source = await loadSource((await params).source, 'delete')
  const state = await readFlash(searchParams)
  const { deletionImpact, figures } = await tryDeletion(source.id, requestNow())
  return (
    <SourcePage source={source} title="Delete a source" state={state}>
      <DeleteSourceParts source={source} deletionImpact={deletionImpact} moves={figures} state={state} />
    </SourcePage>
  )
}
