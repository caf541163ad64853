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
