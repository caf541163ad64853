import { LRUCache } from 'lru-cache'
import { isAtOneMoment } from './client.ts'

/** Rows read from the database, held in memory until something changes that they may depend on. */
export interface Held {
  get<Row>(key: string): readonly Row[] | undefined
  /**
   * Call it before the rows are read, and the result with them: they are held unless something has changed meanwhile. Nothing is held in
   * a process that hears of no changes.
   */
  beginRead(): <Row>(key: string, rows: readonly Row[]) => void
}

/** Rows of about 360 bytes each, 20 MB in all: outages of a hundred large vendors, and of twenty categories. */
const MAX_ROWS = { ofVendors: 40_000, ofAll: 20_000 }
/** What an operator writes into the database by hand tells nobody. */
const HELD_MS = 600_000

interface Memory {
  isInformed: boolean
  changes: number
  ofVendors: LRUCache<string, readonly unknown[]>
  ofAll: LRUCache<string, readonly unknown[]>
}

// The custom server, which hears of changes, and the code that Next bundles are two module graphs in one process.
const shared = globalThis as typeof globalThis & { outageHistoryHeld?: Memory }

function memory(): Memory {
  shared.outageHistoryHeld ??= {
    isInformed: false,
    changes: 0,
    ofVendors: createRows(MAX_ROWS.ofVendors),
    ofAll: createRows(MAX_ROWS.ofAll),
  }
  return shared.outageHistoryHeld
}

function createRows(maxSize: number): Memory['ofAll'] {
  return new LRUCache({ maxSize, sizeCalculation: (rows) => rows.length + 1, ttl: HELD_MS })
}

/** By slug, until that vendor changes. */
export const heldOfVendors = holdIn(({ ofVendors }) => ofVendors)
/** Until any vendor changes. */
export const heldOfAll = holdIn(({ ofAll }) => ofAll)

function holdIn(choose: (memory: Memory) => Memory['ofAll']): Held {
  // Who reads in one snapshot reads no other state, and leaves none behind.
  const isUsed = () => memory().isInformed && !isAtOneMoment()
  return {
    get: <Row>(key: string) => (isUsed() ? (choose(memory()).get(key) as readonly Row[] | undefined) : undefined),
    beginRead() {
      const { changes } = memory()
      return (key, rows) => {
        if (isUsed() && memory().changes === changes) choose(memory()).set(key, rows)
      }
    },
  }
}

/** Whether this process is told of every change from now on. Nothing of before is used. */
export function setInformed(isInformed: boolean): void {
  memory().isInformed = isInformed
  dropHeld(null)
}

/** Drops what may depend on this vendor; null: everything. */
export function dropHeld(vendor: string | null): void {
  const { ofVendors, ofAll } = memory()
  memory().changes += 1
  ofAll.clear()
  if (vendor === null) ofVendors.clear()
  else ofVendors.delete(vendor)
}
