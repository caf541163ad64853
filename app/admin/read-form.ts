import { findUnstorable, NOT_STORABLE } from '#app/storable.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'

/** Fields that any admin form may send besides its own. */
const COMMON_FIELDS = ['form', 'operation', 'confirm']
/** Far more than any of our forms has, yet few enough to count in milliseconds. */
const MAX_FIELDS = 10_000

/**
 * The fields of a form that are in `known`. All others are dropped before anything examines them, so no work depends on how
 * many a client makes up. Throws InvalidInputError for a body that is not a form, for one of more than `MAX_FIELDS`, and for a
 * text that the database cannot store.
 */
export async function readForm(request: Request, known: readonly string[]): Promise<FormData> {
  const type = request.headers.get('content-type') ?? ''
  const bytes = Buffer.from(await request.arrayBuffer())
  if (hasTooManyFields(bytes, type)) throw new InvalidInputError(`A form may have ${MAX_FIELDS} fields at most.`)
  const all = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
    throw new InvalidInputError('The body is not a form.')
  })
  const names = new Set([...COMMON_FIELDS, ...known])
  const form = new FormData()
  for (const [name, value] of all) {
    if (!names.has(name)) continue
    if (findUnstorable(value) !== null) throw new InvalidInputError(`${name}: ${NOT_STORABLE}`, name)
    form.append(name, value)
  }
  return form
}

/** Counts the separators between fields before parsing the body. */
function hasTooManyFields(bytes: Buffer, type: string): boolean {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1]
  const mark = boundary === undefined ? '&' : `--${boundary}`
  let count = 0
  for (let at = bytes.indexOf(mark); at !== -1 && count <= MAX_FIELDS; at = bytes.indexOf(mark, at + mark.length)) {
    count += 1
  }
  return count > MAX_FIELDS
}
