import { DETECT_FORMAT } from '#lib/admin/run/documents.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseInstant } from '#lib/domain/instant.ts'
import { text } from '../form.ts'

export const DOCUMENT_FIELDS = ['platform', 'file', 'text', 'fetchedAt', 'dryRun'] as const

/** The document of a form: its file, or else its text. Throws InvalidInputError if both are missing or the time is invalid. */
export async function pushedDocument(form: FormData) {
  const file = form.get('file')
  const pasted = text(form, 'text')
  const fetchedAt = text(form, 'fetchedAt')
  const isFile = file instanceof File && file.size > 0
  if (!isFile && pasted === null) throw new InvalidInputError('Choose a file or paste its text.', 'text')
  return {
    platform: text(form, 'platform') ?? DETECT_FORMAT,
    bytes: isFile ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(pasted ?? ''),
    contentType: isFile && file.type !== '' ? file.type : null,
    fetchedAt: fetchedAt === null ? null : parseInstant(fetchedAt, 'fetchedAt'),
    url: null,
    dryRun: form.has('dryRun'),
    trigger: 'admin' as const,
  }
}
