import type { MayMake, PageCacheOptions } from '#lib/web/cache/page-cache.ts'
import { downloadCost } from '#lib/web/limit/rate-limit.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { Download } from './download.ts'
import type { DownloadMaker } from './make-download.ts'

type Outcome = Awaited<ReturnType<PageCacheOptions['render']>>

/**
 * Writes the file that a handler has returned: a small one in memory at once, others into the spool when a slot is
 * free. Rejects when it cannot be started.
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
