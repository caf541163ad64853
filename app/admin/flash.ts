import { randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { z } from 'zod'
import type { SearchParams } from '#app/search-params.ts'
import { getEnv } from '#lib/env.ts'

/**
 * The message of a form handler for the page that it redirects to. It travels in a cookie, so nothing typed appears in an
 * address. It stays when a page reloads by itself, so it says what was done, never what is going on (the page says that).
 * It is bound to the one address that carries its id, so nobody else can make a page show a message.
 */
const flashSchema = z.object({
  id: z.string(),
  message: z.string().nullable(),
  /** The form concerned, where a page has several. */
  form: z.string().nullable(),
  /** By field; '' for the form as a whole. */
  errors: z.record(z.string(), z.string()),
  /** The values typed, to fill the form again. */
  values: z.record(z.string(), z.string()),
  /** Shown only this once: a new token, or the address of a link. */
  secret: z.string().nullable(),
})

export type Flash = Omit<z.infer<typeof flashSchema>, 'id'>

const COOKIE = 'outage-history.flash'
const SECONDS = 600
/** Long enough to read it and to survive an accidental reload. */
const SECRET_SECONDS = 60
/** An error may quote user input. */
const MAX_ERROR_LENGTH = 600
/** Browsers accept cookies up to 4,096 bytes; longer texts have to be typed again. */
const MAX_COOKIE_BYTES = 3_800
/** Characters that a header cannot carry; address segments may contain anything. */
const NOT_IN_HEADERS = /[^\x21-\x7e]/gu
const NOTHING: Flash = { message: null, form: null, errors: {}, values: {}, secret: null }

/** 303 to `path`, a path of this site, where the page shows `flash`. */
export function redirectWith(path: string, flash: Partial<Flash>): Response {
  const id = randomBytes(6).toString('hex')
  const [before = '', fragment] = path.replace(NOT_IN_HEADERS, encodeURIComponent).split('#', 2)
  const location = `${before}${before.includes('?') ? '&' : '?'}note=${id}${fragment === undefined ? '' : `#${fragment}`}`
  const seconds = flash.secret == null ? SECONDS : SECRET_SECONDS
  const secure = getEnv().PUBLIC_URL.startsWith('https:') ? '; Secure' : ''
  const value = encode({ ...NOTHING, ...flash, id })
  const cookie = `${COOKIE}=${value}; Path=/admin; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie } })
}

/** The message for this address; empty for any other address. */
export async function readFlash(searchParams: SearchParams): Promise<Flash> {
  const { note } = await searchParams
  const text = (await cookies()).get(COOKIE)?.value
  if (typeof note !== 'string' || text === undefined) return NOTHING
  const flash = flashSchema.safeParse(decode(text))
  return flash.success && flash.data.id === note ? flash.data : NOTHING
}

/** Keeps as many values as fit, shortest first, in one pass whatever the input. */
function encode(flash: z.infer<typeof flashSchema>): string {
  const errors = Object.fromEntries(
    Object.entries(flash.errors).map(([field, error]) => [field, error.slice(0, MAX_ERROR_LENGTH)]),
  )
  const kept = { ...flash, errors, values: {} as Record<string, string> }
  let left = MAX_COOKIE_BYTES - encoded(kept).length
  const shortEnough = Object.entries(flash.values).filter(([, value]) => value.length <= MAX_COOKIE_BYTES)
  for (const [field, value] of shortEnough.sort(([, a], [, b]) => a.length - b.length)) {
    left -= encoded({ [field]: value }).length
    if (left < 0) break
    kept.values[field] = value
  }
  return encoded(kept)
}

/** Never longer than the sum of its parts when each is encoded separately. */
function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
}
