import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { readGone } from './gone.ts'
import { goneDocument, type NormalisedDocument, normaliseDocument } from './normalise.ts'

/** The parser's tasks, in this thread or in another. Each throws ParseError, and whatever else an adapter throws. */
export interface ParseTasks {
  /** The document as the current adapter parses it. */
  parsed: ParsedDocument
  /** The document ready to be stored. Documents that report a gone incident are accepted too. */
  normalise: NormalisedDocument
}

export function doParseTask<Task extends keyof ParseTasks>(
  task: Task,
  platform: string,
  document: SourceDocument,
): ParseTasks[Task] {
  return (task === 'parsed' ? parse(platform, document) : parseAndNormalise(platform, document)) as ParseTasks[Task]
}

function parse(platform: string, document: SourceDocument): ParsedDocument {
  const adapter = getAdapter(platform)
  if (adapter === null) throw new ParseError(`There is no adapter for the platform "${platform}".`)
  return adapter.parse(document)
}

function parseAndNormalise(platform: string, document: SourceDocument): NormalisedDocument {
  const gone = readGone(document)
  return gone === null ? normaliseDocument(parse(platform, document)) : goneDocument(gone)
}
