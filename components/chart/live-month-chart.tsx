'use client'

import { lazy, type MouseEvent, type ReactNode, Suspense, useEffect, useState } from 'react'
import { type MonthSeries, monthAt } from './month-scale.ts'

/** 106 KB of script: fetched when somebody turns to a chart, never before. */
const InteractiveMonthChart = lazy(() => import('./interactive-month-chart.tsx'))

/** What the interactive drawing starts with: the width it has to fill, and the month that was tapped. */
interface Start {
  width: number
  tapped: string | null
}

/**
 * Shows the server's drawing until pointer, key or finger comes near; then the interactive one of the same size takes over.
 * A first tap with a finger shows the month's figure instead of following its link: there is no hovering on glass.
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
      // A stop on the way by Tab only once it can answer; then the drawing inside takes the focus over.
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
