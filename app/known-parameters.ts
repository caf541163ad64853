import { InvalidInputError } from '#lib/domain/errors.ts'
import { LIKE_ENOUGH, likeness } from '#lib/text/likeness.ts'
import { unknownParameters } from '#lib/url/filter.ts'

/**
 * A request's query, whose parameters must all be in `known`: a misspelt filter would otherwise be ignored, and figures for
 * everything be taken for those of a part. Throws InvalidInputError that names the first unknown one, and the one that was
 * probably meant.
 */
export function knownParameters(request: Request, known: readonly string[]): URLSearchParams {
  const params = new URL(request.url).searchParams
  const [unknown] = unknownParameters(params, known)
  if (unknown === undefined) return params
  const list = known.length === 0 ? 'This address takes none.' : `This address takes ${known.join(', ')}.`
  throw new InvalidInputError(`${unknown} is not a parameter here.${hintOf(unknown, known)} ${list}`, unknown)
}

/** Throws InvalidInputError that names the first field of `body` that is not in `known`, and the one that was probably meant. */
export function refuseUnknownFields(body: unknown, known: readonly string[]): void {
  if (typeof body !== 'object' || body === null) return
  const unknown = Object.keys(body).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new InvalidInputError(
    `${unknown} is not a field here.${hintOf(unknown, known)} The body takes ${known.join(', ')}.`,
    unknown,
  )
}

/** " Did you mean window?", or nothing. */
function hintOf(asked: string, known: readonly string[]): string {
  const nearest = findNearest(asked, known)
  return nearest === null ? '' : ` Did you mean ${nearest}?`
}

function findNearest(asked: string, known: readonly string[]): string | null {
  const [best] = known
    .map((name) => ({ name, score: likeness(asked, name), back: likeness(name, asked) }))
    .filter(({ score }) => score >= LIKE_ENOUGH)
    .sort((a, b) => b.score - a.score || b.back - a.back)
  return best?.name ?? null
}
