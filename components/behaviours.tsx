'use client'

import { useEffect } from 'react'
import { watchChoices } from './behaviours/choices.ts'
import { watchCopying } from './behaviours/copying.ts'
import { watchFinding } from './behaviours/finding.ts'
import { watchHints } from './behaviours/hints.ts'
import { watchSettling } from './behaviours/settling.ts'
import { watchShortcuts } from './behaviours/shortcuts.ts'
import { watchTimes } from './behaviours/times.ts'

const WATCHES = [watchChoices, watchTimes, watchHints, watchShortcuts, watchCopying, watchFinding, watchSettling]

/**
 * What pages do beyond what HTML does by itself, for the whole site in one place: each behaviour listens on the document and
 * answers to `data-` attributes, so that no list of incidents ever becomes the properties of a client component.
 */
export function Behaviours() {
  useEffect(() => {
    const controller = new AbortController()
    for (const watch of WATCHES) watch(controller.signal)
    return () => controller.abort()
  }, [])
  return null
}
