import { z } from 'zod'
import { knownParameters, refuseUnknownFields } from '#app/known-parameters.ts'
import { findUnstorable, NOT_STORABLE } from '#app/storable.ts'
import { getPrincipal, type Principal } from '#lib/auth/principal.ts'
import { includesScope, type Scope } from '#lib/domain/access.ts'
import { ForbiddenError, InvalidInputError, UnauthorizedError } from '#lib/domain/errors.ts'
import { NO_INSTANT, readInstant } from '#lib/domain/instant.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'
import { tooLarge } from '#lib/web/limit/body-limit.ts'

/**
 * The person or program that makes the request. Throws UnauthorizedError when there is neither, and ForbiddenError when they
 * lack `scope`: a viewer, or a token with a lesser scope.
 */
export async function requireScope(request: Request, scope: Scope): Promise<Principal> {
  const principal = await getPrincipal(request)
  if (principal === null) throw new UnauthorizedError()
  if (!includesScope(principal.scope, scope)) {
    throw new ForbiddenError(
      principal.session === null
        ? `This requires a token with scope ${scope}; your token has scope ${principal.scope}.`
        : undefined,
    )
  }
  return principal
}

/** Parses a query by a schema of plain fields; absent parameters are undefined. Throws InvalidInputError naming the field. */
export function parseParameters<T extends z.ZodRawShape>(request: Request, fields: T): z.infer<z.ZodObject<T>> {
  const params = knownParameters(request, Object.keys(fields))
  return parseInput(z.object(fields), Object.fromEntries(params))
}

/** Throws InvalidInputError with the first issue and its field: a misspelt field is one, since it would change nothing. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  if (schema instanceof z.ZodObject && schema.def.catchall === undefined)
    refuseUnknownFields(input, Object.keys(schema.keyof().enum))
  const result = schema.safeParse(input, { error: issueWords })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path.join('.') || null
  throw new InvalidInputError(field === null ? `${issue?.message}` : `${field}: ${issue?.message}`, field)
}

/**
 * A JSON body of at most `maxBytes`, 1 MB, whose texts the database can all store. Throws InvalidInputError for any other body, and
 * TooLargeError for a longer one.
 */
export async function readJson(request: Request, maxBytes = 1_000_000): Promise<unknown> {
  const body = parseJson(await readBody(request, maxBytes))
  const name = findUnstorable(body)
  if (name !== null) throw new InvalidInputError(`${name}: ${NOT_STORABLE}`, name)
  return body
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new InvalidInputError(`The body is not JSON: ${(cause as Error).message}`)
  }
}

/** The body's bytes. Throws TooLargeError as soon as more than `maxBytes` have arrived. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** An instant as `readInstant` takes it; an unescaped plus sign may arrive as a space. */
export const instantParameter = z.string().transform((text, context) => {
  const instant = readInstant(text)
  if (instant !== null) return instant
  context.addIssue({ code: 'custom', message: NO_INSTANT })
  return z.NEVER
})
