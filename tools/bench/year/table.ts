import { median } from '../bench.ts'
import { tableLines } from '../markdown.ts'
import type { Look } from './live.ts'
import { HISTORY, type TableAt } from './look.ts'
import type { Polls } from './simulate.ts'

/** One figure at each look. */
export interface Line {
  what: string
  values: number[]
  /** Whether it ought to be the same however much history there is. */
  isFlat: boolean
}

const sum = (tables: TableAt[], value: (table: TableAt) => number) =>
  tables.reduce((total, table) => total + value(table), 0)
const msEach = ({ polls }: Polls, seconds: number) => (seconds / polls) * 1000

export function linesOf(looks: Look[]): Line[] {
  const line = (what: string, isFlat: boolean, value: (look: Look) => number): Line => ({
    ...{ what, isFlat },
    values: looks.map(value),
  })
  const rowsOf = (name: string) => (look: Look) => look.tables.find(({ table }) => table === name)?.rows ?? 0
  const history = (look: Look) => look.tables.filter(({ table }) => HISTORY.has(table))
  const others = (look: Look) => look.tables.filter(({ table }) => !HISTORY.has(table))
  return [
    line('incidents', false, rowsOf('incidents')),
    line('tables of the history, MB', false, (look) => sum(history(look), ({ megabytes }) => megabytes)),
    line('of it indexes, MB', false, (look) => sum(history(look), ({ indexMegabytes }) => indexMegabytes)),
    line('all other tables, MB', true, (look) => sum(others(look), ({ megabytes }) => megabytes)),
    line('jobs', false, rowsOf('pgboss.job')),
    line(
      'events and deliveries of alerts',
      true,
      (look) => rowsOf('alert_events')(look) + rowsOf('alert_deliveries')(look),
    ),
    line(
      'dead rows, of 100',
      false,
      ({ tables }) => (100 * sum(tables, ({ dead }) => dead)) / sum(tables, ({ rows }) => rows),
    ),
    line('a poll with news: worker, ms', true, ({ spent: { fresh } }) => msEach(fresh, fresh.workerCpu)),
    line('a poll with news: database, ms', true, ({ spent: { fresh } }) => msEach(fresh, fresh.serverCpu)),
    line('a poll without: worker, ms', true, ({ spent: { again } }) => msEach(again, again.workerCpu)),
    line('a poll without: database, ms', true, ({ spent: { again } }) => msEach(again, again.serverCpu)),
    line('a tick of alerts, ms', true, ({ spent }) => median(spent.tickMs)),
    line("a day's pruning, ms", false, ({ spent }) => median(spent.pruneMs)),
    line('connections', true, ({ connections }) =>
      Object.values(connections).reduce((total, count) => total + count, 0),
    ),
    line('memory of the worker, MB', true, ({ workerMegabytes }) => workerMegabytes),
    line('memory of the site, MB', true, ({ siteMegabytes }) => siteMegabytes ?? Number.NaN),
    ...(looks[0]?.pages ?? []).map(({ path }, index) =>
      line(`${path}, processor ms of the site`, false, ({ pages }) => pages[index]?.cpuMs ?? Number.NaN),
    ),
  ].filter(({ values }) => !values.slice(1).some(Number.isNaN))
}

/** Of the last look beside the one before; 1 for what is nothing at both. */
export function growthOf({ values }: Line): number {
  const [before = 0, last = 0] = values.slice(-2)
  return last === before ? 1 : last / before
}

export function tableOf(lines: Line[], months: number[], maxGrowth: number): string {
  const verdict = (line: Line) => (line.isFlat ? (growthOf(line) <= maxGrowth ? 'yes' : 'NO') : '')
  const cells = lines.map((line) => [line.what, ...line.values.map(format), growthOf(line).toFixed(2), verdict(line)])
  const last = months.slice(-2)
  return tableLines(['', ...months.map((month) => `month ${month}`), `${last[1]} / ${last[0]}`, 'flat'], cells)
}

function format(value: number): string {
  if (Number.isNaN(value)) return ''
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toFixed(1)
}
