import type { MayMake, PageCacheOptions } from '#lib/web/cache/page-cache.ts'
import { downloadCost } from '#lib/web/limit/rate-limit.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { Download } from './download.ts'
import type { DownloadMaker } from './make-download.ts'

type Outcome = Awaited<ReturnType<PageCacheOptions['render']>>

/**
 * Makes the file that a handler has answered with: at once in memory if it is small, else in its turn into the spool.
 * Rejects when it could not be begun.
 */
export async function renderDownload(
  maker: DownloadMaker,
  answer: Answer,
  download: Download,
  mayMake: MayMake,
): Promise<Outcome> {
  const body = await maker.collect(download)
  if (body !== null) return { kind: 'answer', answer: { ...answer, body } }
  const spooled = await maker.begin(download, (rows) => mayMake(downloadCost(rows)))
  return spooled === null ? { kind: 'refused' } : { kind: 'download', download: spooled }
}
