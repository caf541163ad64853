import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import {
  Bar,
  BarChart,
  type BarShapeProps,
  DefaultZIndexes,
  Tooltip,
  useActiveTooltipLabel,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts'
import { formatMonth } from '#lib/domain/format.ts'
import { MonthBar } from './month-bar.tsx'
import { MonthFrame, MonthTicks } from './month-frame.tsx'
import {
  BAR_GAP,
  CHART,
  FEWEST_SLOTS,
  type MonthSeries,
  type MonthValue,
  monthAt,
  partsText,
  topOf,
  valueText,
} from './month-scale.ts'

/** Margins that make Recharts draw its bars exactly where the server drew them. */
const MARGIN = { top: CHART.top, right: 0, bottom: CHART.height - CHART.base, left: 0 }

/**
 * The interactive chart: pointer or arrow keys show a month's figure, a click or Enter narrows the page to it. `tapped`: the
 * month whose figure is shown first. `pointedAt`: where a pointer is already, across the window in pixels.
 */
export function InteractiveMonthChart(
  props: MonthSeries & { width: number; tapped: string | null; pointedAt: number | null },
) {
  const { title, measure, months, linkBase, highest, marks, tapped, pointedAt } = props
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, props.width)
  const active = useRef<string | null>(null)
  const lastTap = useRef(tapped)
  useEffect(() => answerPointer(box.current, pointedAt), [pointedAt])

  /** Passes the focus on to the drawing, so that readers who came by Tab can use the arrow keys. */
  function takeFocus(drawing: SVGSVGElement | null) {
    if (document.activeElement === box.current?.closest('[data-island]')) drawing?.focus()
  }

  function open(month: string | null) {
    if (month !== null) location.assign(linkBase + month)
  }

  /** On touch screens, the first tap on a month shows its figure and the second opens it. */
  function openUnlessNew(event: MouseEvent<HTMLElement>) {
    const month = monthAt(event, months)
    const isNew = month !== lastTap.current
    lastTap.current = month
    if (!isNew || !matchMedia('(hover: none)').matches) open(month)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing inside is the control, and takes the keys
    <div
      ref={box}
      className="cursor-pointer"
      onClick={openUnlessNew}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && open(active.current)}
    >
      <BarChart
        ref={takeFocus}
        width={width}
        height={CHART.height}
        data={toRows(months)}
        margin={MARGIN}
        barCategoryGap={`${BAR_GAP}%`}
        aria-label={title}
      >
        <XAxis dataKey="month" hide />
        <YAxis domain={[0, topOf(measure, months, highest)]} hide />
        <MonthFrame measure={measure} months={months} highest={highest} marks={marks} />
        <Bar dataKey="value" isAnimationActive={false} minPointSize={1.5} shape={ActiveBar} />
        <ZIndexLayer zIndex={DefaultZIndexes.label}>
          <MonthTicks measure={measure} months={months} highest={highest} />
        </ZIndexLayer>
        <Tooltip
          cursor={{ className: 'fill-ink [fill-opacity:0.06]' }}
          isAnimationActive={false}
          filterNull={false}
          defaultIndex={tapped === null ? undefined : months.findIndex(([month]) => month === tapped)}
          content={({ active: isShown, label }) => {
            const month = months.find(([key]) => key === label)
            return isShown && month !== undefined ? (
              <p className="whitespace-nowrap rounded-md border border-line bg-paper px-2.5 py-1.5 text-label raised">
                <span className="text-soft">{formatMonth(month[0])}</span>{' '}
                <b className="tabular-nums">{valueText(measure, month[1], month[2])}</b>
                <span className="block text-note text-soft empty:hidden">{partsText(measure, month[3])}</span>
              </p>
            ) : null
          }}
        />
        <ActiveMonth into={active} />
      </BarChart>
    </div>
  )
}

/** Shows the figure under a pointer that came before the chart did, and may rest there. */
function answerPointer(box: HTMLElement | null, clientX: number | null): void {
  const drawing = box?.querySelector('.recharts-wrapper')
  if (!drawing || clientX === null) return
  const { top, height } = drawing.getBoundingClientRect()
  drawing.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX, clientY: top + height / 2 }))
}

/** The current width of the box, followed through changes. */
function useWidth(box: RefObject<HTMLElement | null>, first: number): number {
  const [width, setWidth] = useState(first)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [box])
  return width
}

/** Pads the rows to the number of slots in the server's drawing. */
function toRows(months: MonthValue[]) {
  const rows = months.map(([month, value, , byImpact]) => ({ month, value, byImpact }))
  const blanks = Math.max(0, FEWEST_SLOTS - rows.length)
  return [
    ...rows,
    ...Array.from({ length: blanks }, (_, index) => ({ month: ` ${index}`, value: null, byImpact: undefined })),
  ]
}

function ActiveBar({ x, y, width, value, isActive, payload }: BarShapeProps) {
  return <MonthBar x={x} y={y} width={width} value={Number(value)} byImpact={payload.byImpact} isActive={isActive} />
}

/** Stores in `into` the month whose figure is shown; null while there is none. */
function ActiveMonth({ into }: { into: RefObject<string | null> }) {
  const label = useActiveTooltipLabel()
  useEffect(() => {
    into.current = typeof label === 'string' ? label : null
  }, [label, into])
  return null
}
