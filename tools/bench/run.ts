import { setUpDatabaseServer } from '#tests/support/global-setup.ts'
import { alertsBench } from './alerts.ts'
import type { Bench, BenchOptions, Measurement, Report } from './bench.ts'
import { downloadsBench } from './downloads.ts'
import { memoryBench } from './memory.ts'
import { paintPages } from './paint-pages.ts'
import { partitionsBench } from './partitions.ts'
import { pollCatalogueBench } from './poll-catalogue.ts'
import { pollingBench } from './polling.ts'
import { renderPages } from './render-pages.ts'
import { retentionBench } from './retention.ts'
import { scaleBench } from './scale.ts'
import { secondStart } from './second-start.ts'
import { serveApi } from './serve-api.ts'
import { servePages } from './serve-pages.ts'
import { storeIncidentsBench } from './store-incidents.ts'
import { transferBench } from './transfer.ts'
import { yearBench } from './year.ts'

/** Every bench, in order of execution. To add one, create a file with a `Bench` and add a line here. */
const BENCHES: Bench[] = [
  servePages,
  serveApi,
  paintPages,
  renderPages,
  secondStart,
  storeIncidentsBench,
  downloadsBench,
  transferBench,
  retentionBench,
  pollCatalogueBench,
  alertsBench,
]

/** Only by its name: at full size it takes half an hour and gigabytes. */
const BY_NAME_ONLY: Bench[] = [scaleBench, yearBench, partitionsBench, pollingBench, memoryBench]

/**
 * Runs the benches with these names (none: all) and prints one table, with figures of another checkout beside. True if every goal
 * was reached.
 */
export async function runBenches(names: string[], options: BenchOptions): Promise<boolean> {
  const all = [...BENCHES, ...BY_NAME_ONLY]
  const unknown = names.find((name) => all.every((bench) => bench.name !== name))
  if (unknown !== undefined)
    throw new Error(`There is no bench called ${unknown}; there are ${all.map((bench) => bench.name).join(', ')}.`)
  const tearDown = await setUpDatabaseServer()
  const reports: Report[] = []
  try {
    for (const bench of names.length === 0 ? BENCHES : all.filter(({ name }) => names.includes(name))) {
      reports.push(await bench.run((line) => console.error(`${bench.name}: ${line}`), options))
    }
  } finally {
    await tearDown()
  }
  printMeasurements(reports)
  return printRatios(reports)
}

function printMeasurements(reports: Report[]): void {
  const rows = reports
    .flatMap((report) => report.measurements)
    .map((measurement) => [measurement.what, speedOf(measurement), measurement.note ?? ''])
  printTable(['measured', 'speed', ''], rows)
}

function speedOf(measurement: Measurement): string {
  return 'perSecond' in measurement
    ? `${Math.round(measurement.perSecond).toLocaleString('en')} ${measurement.unit}/s`
    : `${Math.round(measurement.milliseconds).toLocaleString('en')} ms`
}

function printRatios(reports: Report[]): boolean {
  const ratios = reports.flatMap((report) => report.ratios)
  const isReached = (value: number, goal: number | null) => goal === null || value >= goal
  const rows = ratios.map(({ what, value, goal }) => [
    what,
    value.toFixed(2),
    goal === null ? '' : `${isReached(value, goal) ? 'reached' : 'MISSED'}: ${goal} or more`,
  ])
  printTable(['ratio', '', 'goal'], rows)
  return ratios.every(({ value, goal }) => isReached(value, goal))
}

function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  )
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd()
  console.log(['', line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n'))
}
