'use client'

import { useEffect } from 'react'

/** Tells the site's script that Next has hydrated the page. Pages that are sent as plain documents never run this. */
export function Hydrated() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = ''
    document.dispatchEvent(new Event('hydrated'))
  }, [])
  return null
}
