'use client'

import { useEffect, useState } from 'react'
import { reloadPage } from './reload-page.ts'
import { watch } from './watch.ts'

/**
 * Shows what `wordsOf` says of the API resource at `address`, and reloads the page when that has ended. Without script,
 * reloading the page shows the same.
 */
export function LiveWords<Seen>({
  address,
  initial,
  wordsOf,
}: {
  address: string
  initial: string
  wordsOf: (seen: Seen) => string
}) {
  const [words, setWords] = useState(initial)
  useEffect(() => {
    const controller = new AbortController()
    watch<Seen & { finishedAt: unknown }>(address, controller.signal, (seen) => {
      if (seen.finishedAt === null) setWords(wordsOf(seen))
      else reloadPage()
    })
    return () => controller.abort()
  }, [address, wordsOf])
  return (
    <p aria-live="polite" className="max-w-[68ch] tabular-nums">
      {words}
    </p>
  )
}
