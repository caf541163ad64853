'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { areShortcutsOn } from './behaviours/shortcuts.ts'

/** Comes with the first use: until then the palette costs a page nothing but this listener. */
const PaletteDialog = lazy(() => import('./palette-dialog.tsx'))

/** Ctrl+K, Cmd+K and every button with `data-palette` open a list of vendors and pages to go to. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    document.addEventListener(
      'keydown',
      (event) => {
        const isKey = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
        if (!isKey || event.altKey || event.shiftKey || !areShortcutsOn()) return
        event.preventDefault()
        setOpen((was) => !was)
      },
      { signal },
    )
    document.addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('[data-palette]')) setOpen(true)
      },
      { signal },
    )
    return () => controller.abort()
  }, [])
  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <PaletteDialog onClose={() => setOpen(false)} />
    </Suspense>
  )
}
