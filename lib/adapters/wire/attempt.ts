import { ParseError } from '#lib/domain/errors.ts'

/** The result of `read`, or null if it finds the document unreadable; for `recognise`, which never throws. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
