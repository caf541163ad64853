import type { ReactNode } from 'react'
import type { Approach } from '#components/island/approach.ts'
import { InteractiveMonthChart } from './interactive-month-chart.tsx'
import { monthAt, readSeries } from './month-scale.ts'

export function draw(element: HTMLElement, { by, clientX }: Approach): ReactNode {
  const series = readSeries(JSON.parse(element.dataset.props ?? ''))
  const month = by === 'focus' ? null : monthAt({ clientX, currentTarget: element }, series.months)
  return (
    <InteractiveMonthChart
      {...series}
      width={element.clientWidth}
      tapped={by === 'tap' ? month : null}
      pointedAt={by === 'pointer' ? clientX : null}
    />
  )
}
