import { randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { z } from 'zod'
import type { SearchParams } from '#app/search-params.ts'
import { getEnv } from '#lib/env.ts'

/**
 * What a form's handler has to say on the page that it sends the browser back to. It travels in a cookie, so that nothing
 * typed stands in an address, and belongs to the one address that names its id: nobody else can make a page say something.
 */
const flashSchema = z.object({
  id: z.string(),
  message: z.string().nullable(),
  /** The form that it is about, where a page has several. */
  form: z.string().nullable(),
  /** By field; '' for the form as a whole. */
  errors: z.record(z.string(), z.string()),
  /** What was typed, to stand there again. */
  values: z.record(z.string(), z.string()),
  /** What is told this once: a new token, the address of a link. */
  secret: z.string().nullable(),
})

export type Flash = Omit<z.infer<typeof flashSchema>, 'id'>

const COOKIE = 'outage-history.flash'
const SECONDS = 600
/** Long enough to see it and to reload by mistake. */
const SECRET_SECONDS = 60
/** An error may quote what was typed. */
const MAX_ERROR_LENGTH = 600
/** Browsers take cookies of up to 4,096 bytes; longer texts have to be typed again. */
const MAX_COOKIE_BYTES = 3_800
/** What no header may hold; a part of an address may have been anything. */
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

/** What the handler that led to this address had to say; nothing for any other address. */
export async function readFlash(searchParams: SearchParams): Promise<Flash> {
  const { note } = await searchParams
  const text = (await cookies()).get(COOKIE)?.value
  if (typeof note !== 'string' || text === undefined) return NOTHING
  const flash = flashSchema.safeParse(decode(text))
  return flash.success && flash.data.id === note ? flash.data : NOTHING
}

/** As many of the values as fit, the shortest first: one pass, whatever was typed. */
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

/** No longer than what it is made of, each encoded by itself. */
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
