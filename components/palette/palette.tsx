'use client'

import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { areShortcutsOn } from '#components/behaviours/shortcuts.ts'

/** Loaded on first use: until then, the palette costs a page only these listeners. */
const PaletteDialog = lazy(() => import('./palette-dialog.tsx'))

/** Ctrl+K, Cmd+K and every button with `data-palette` open a list of vendors and pages. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  /** Text typed while the dialog loads; null when it is not loading. */
  const early = useRef<string | null>(null)

  useEffect(() => {
    const controller = new AbortController()
    const open = () => {
      early.current = ''
      setOpen(true)
    }
    // In the capture phase, so that no other shortcut handles keys typed early.
    document.addEventListener('keydown', (event) => takeKey(event, early, open), {
      capture: true,
      signal: controller.signal,
    })
    document.addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('[data-palette]')) open()
      },
      { signal: controller.signal },
    )
    return () => controller.abort()
  }, [])

  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <PaletteDialog
        takeEarly={() => {
          const typed = early.current ?? ''
          early.current = null
          return typed
        }}
        onClose={() => setOpen(false)}
      />
    </Suspense>
  )
}

function takeKey(event: KeyboardEvent, early: { current: string | null }, open: () => void): void {
  const isKey = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  if (isKey && areShortcutsOn()) open()
  else if (early.current !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    early.current += event.key
    event.stopPropagation()
  } else return
  event.preventDefault()
}
