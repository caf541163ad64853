import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { CheckProgress } from '#components/admin/source/check-progress.tsx'
import { MoveForm, MoveReviewParts } from '#components/admin/source/move-page.tsx'
import type { FormState } from '#components/ui/form.tsx'
import { getDetection, getDetectionProgress } from '#lib/admin/source/detect.ts'
import { reviewMove } from '#lib/admin/source/moves.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { readFlash } from '../../../flash.ts'
import { loadSource } from '../load.ts'
import { SourcePage } from '../source-page.tsx'
import { type MoveQuery, readMoveQuery } from './move-query.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Move source' }

interface Props {
  params: Promise<{ source: string }>
  searchParams: SearchParams
}

/** Asks for the new address; with `detection`, the id of a check of one, shows how its incidents match those of the source. */
export default async function MoveSourcePage({ params, searchParams }: Props) {
  const source = await loadSource((await params).source, 'move')
  const [query, state] = [readMoveQuery(await searchParams), await readFlash(searchParams)]
  return (
    <SourcePage source={source} title="Move source" state={state}>
      {query.detection === null ? (
        <MoveForm source={source} state={state} />
      ) : (
        <Found source={source} id={query.detection} query={query} state={state} />
      )}
    </SourcePage>
  )
}

async function Found(props: { source: AdminSource; id: string; query: MoveQuery; state: FormState }) {
  const { source, id, query, state } = props
  try {
    const finding = await getDetection(id)
    if (finding === null || finding.listed === null) {
      return (
        <CheckProgress
          progress={finding === null ? await getDetectionProgress(id) : null}
          now={requestNow()}
          again={`/admin/sources/${source.id}/move`}
        />
      )
    }
    const { listed, ...found } = finding
    const options = { toleranceMinutes: query.tolerance, notDuplicates: query.notDuplicates }
    const review = await reviewMove(source.id, { platform: finding.platform, url: finding.url, listed }, options)
    return <MoveReviewParts source={source} id={id} finding={found} review={review} query={query} state={state} />
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    return <MoveForm source={source} state={{ ...state, form: 'examine', errors: { '': error.message } }} />
  }
}
