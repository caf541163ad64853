'use client'

import { useEffect } from 'react'
import { watchChoices } from './choices.ts'
import { watchCopying } from './copying.ts'
import { watchFinding } from './finding.ts'
import { watchHints } from './hints.ts'
import { watchSettling } from './settling.ts'
import { watchShortcuts } from './shortcuts.ts'
import { watchTimes } from './times.ts'

const WATCHES = [watchChoices, watchTimes, watchHints, watchShortcuts, watchCopying, watchFinding, watchSettling]

/**
 * All behaviour of pages beyond plain HTML, in one place for the whole site. Each behaviour listens on the document and
 * responds to `data-` attributes, so a list of incidents never becomes props of a client component.
 */
export function Behaviours() {
  useEffect(() => {
    const controller = new AbortController()
    for (const watch of WATCHES) watch(controller.signal)
    return () => controller.abort()
  }, [])
  return null
}
