import { readFileSync } from 'node:fs'
import { shiftDate } from './shift-date.ts'

/** How often a process looks at the clock. */
export const LOOK_MS = 10

// Loaded before everything else by the processes of the bench: they follow the clock in this file.
const file = process.env.BENCH_CLOCK ?? ''
let shiftMs = 0
const look = () => {
  // While it is written it may be empty.
  shiftMs = Number(readFileSync(file, 'utf8')) || shiftMs
}

if (file !== '') {
  look()
  setInterval(look, LOOK_MS).unref()
  shiftDate(() => shiftMs)
}
