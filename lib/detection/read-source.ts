import type { Adapter, SourceDocument } from '#lib/adapters/adapter.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { saysGone } from '#lib/fetch/fetch-document.ts'
import type { Visitor } from '#lib/fetch/read-address.ts'

export interface SourceDocuments {
  documents: SourceDocument[]
  /** Of addresses that could not be read beside others that could. */
  errors: OutageHistoryError[]
}

/**
 * Reads what a poll of the proposed source would read; `recognised` is reused at its own address. Throws
 * OutageHistoryError when nothing of it can be read although the platform was recognised.
 */
export async function readSource(
  adapter: Adapter,
  sourceUrl: string,
  recognised: SourceDocument,
  visitor: Visitor,
): Promise<SourceDocuments> {
  if (adapter.poll === null) return { documents: [recognised], errors: [] }
  const documents: SourceDocument[] = []
  const errors: OutageHistoryError[] = []
  for (const { url, maxBytes, optional, mayFail } of adapter.poll(sourceUrl)) {
    try {
      const answer = url === recognised.url ? recognised : await readDocument(visitor, url, maxBytes)
      if (answer !== null) documents.push(answer)
    } catch (error) {
      if (!(error instanceof OutageHistoryError)) throw error
      if (mayFail !== true && (optional !== true || !saysGone(error))) errors.push(error)
    }
  }
  const [first] = errors
  if (documents.length === 0 && first !== undefined)
    throw new OutageHistoryError(
      first.code,
      `It is a page of ${adapter.name}, but its source could not be read: ${first.message}`,
    )
  return { documents, errors }
}

async function readDocument(
  visitor: Visitor,
  url: string,
  maxBytes: number | undefined,
): Promise<SourceDocument | null> {
  const answer = await visitor.fetch(url, { maxBytes })
  // Adapters depend on the requested address to know what a document lists.
  return answer.kind === 'document' ? { ...answer, url } : null
}
