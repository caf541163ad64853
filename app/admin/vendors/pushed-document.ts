import { InvalidInputError } from '#lib/domain/errors.ts'
import { text } from '../form.ts'

export const DOCUMENT_FIELDS = ['platform', 'file', 'text', 'fetchedAt', 'dryRun'] as const

/** The document of a form: its file, or else its text. Throws InvalidInputError when there is neither, or no such time. */
export async function pushedDocument(form: FormData) {
  const file = form.get('file')
  const pasted = text(form, 'text')
  const isFile = file instanceof File && file.size > 0
  if (!isFile && pasted === null) throw new InvalidInputError('Choose a file, or paste its text.', 'text')
  return {
    platform: text(form, 'platform') ?? '',
    bytes: isFile ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(pasted ?? ''),
    contentType: isFile && file.type !== '' ? file.type : null,
    fetchedAt: readInstant(text(form, 'fetchedAt')),
    url: null,
    dryRun: form.has('dryRun'),
    trigger: 'admin' as const,
  }
}

function readInstant(written: string | null): Date | null {
  if (written === null) return null
  const instant = new Date(written)
  if (!/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(written) || Number.isNaN(instant.getTime())) {
    throw new InvalidInputError('must be an instant with its zone, such as 2026-05-28T00:00:00Z', 'fetchedAt')
  }
  return instant
}
