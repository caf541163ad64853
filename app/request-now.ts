import { cache } from 'react'

/** The moment of this request: one for all parts of a page, so that they cannot disagree. */
export const requestNow = cache(() => new Date())
