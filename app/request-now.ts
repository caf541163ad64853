import { cache } from 'react'

/** The time of this request, shared by all parts of a page so that they cannot disagree. */
export const requestNow = cache(() => new Date())
