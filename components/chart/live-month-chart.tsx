'use client'

import { lazy, type MouseEvent, type ReactNode, Suspense, useEffect, useState } from 'react'
import { type MonthSeries, monthAt } from './month-scale.ts'

/** 106 KB of script, fetched only when the reader turns to a chart. */
const InteractiveMonthChart = lazy(() => import('./interactive-month-chart.tsx'))

/** Initial state of the interactive drawing: the width to fill, and the month that was tapped. */
interface Start {
  width: number
  tapped: string | null
}

/**
 * Shows the server's drawing until pointer, keyboard focus or finger reaches it; then an interactive one of the same size takes
 * over. The first tap on a touch screen shows the month's figure instead of following its link, since touch has no hover.
 */
export function LiveMonthChart({ children, ...series }: MonthSeries & { children: ReactNode }) {
  const [isScripted, setScripted] = useState(false)
  const [start, setStart] = useState<Start | null>(null)
  useEffect(() => setScripted(true), [])

  function want(frame: HTMLElement, tapped: string | null = null) {
    setStart((earlier) => earlier ?? { width: frame.clientWidth, tapped })
  }

  function showTapped(event: MouseEvent<HTMLElement>) {
    if (start !== null || !matchMedia('(hover: none)').matches) return
    event.preventDefault()
    want(event.currentTarget, monthAt(event, series.months))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and this is one control
    <div
      role="group"
      aria-label={`${series.title}, chart`}
      // Focusable by Tab only once it can respond; then it passes the focus to the drawing inside.
      tabIndex={isScripted ? (start === null ? 0 : -1) : undefined}
      onFocus={(event) => event.target.matches(':focus-visible') && want(event.currentTarget)}
      onPointerEnter={(event) => event.pointerType === 'mouse' && want(event.currentTarget)}
      onClickCapture={showTapped}
    >
      {start === null ? (
        children
      ) : (
        <Suspense fallback={children}>
          <InteractiveMonthChart {...series} {...start} />
        </Suspense>
      )}
    </div>
  )
}
