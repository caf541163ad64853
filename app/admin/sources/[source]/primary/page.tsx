import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { PrimaryParts } from '#components/admin/source/source-pages.tsx'
import { tryPrimary } from '#lib/admin/source/sources.ts'
import { readFlash } from '../../../flash.ts'
import { loadSource } from '../load.ts'
import { SourcePage } from '../source-page.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Primary source' }

interface Props {
  params: Promise<{ source: string }>
  searchParams: SearchParams
}

export default async function PrimarySourcePage({ params, searchParams }: Props) {
  const source = await loadSource((await params).source, 'primary')
  const state = await readFlash(searchParams)
  const moves = source.isPrimary || source.movedTo !== null ? [] : await tryPrimary(source.id, requestNow())
  return (
    <SourcePage source={source} title="Make this the primary source" state={state}>
      <PrimaryParts source={source} moves={moves} state={state} />
    </SourcePage>
  )
}
