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
export const HELD_MS = 600_000

interface Memory {
  isInformed: boolean
  changes: number
  /** The number of each vendor's last change since the last change of any. */
  changeOf: Map<string, number>
  changeOfAny: number
  ofVendors: LRUCache<string, readonly unknown[]>
  ofAll: LRUCache<string, readonly unknown[]>
}

// The custom server, which hears of changes, and the code that Next bundles are two module graphs in one process.
const shared = globalThis as typeof globalThis & { outageHistoryHeld?: Memory }

function memory(): Memory {
  shared.outageHistoryHeld ??= {
    isInformed: false,
    changes: 0,
    changeOf: new Map(),
    changeOfAny: 0,
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

/** Who reads in one snapshot reads no other state, and leaves none behind. */
function isUsed(): boolean {
  return memory().isInformed && !isAtOneMoment()
}

function holdIn(choose: (memory: Memory) => Memory['ofAll']): Held {
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
  const known = memory()
  known.changes += 1
  known.ofAll.clear()
  if (vendor === null) {
    known.changeOfAny = known.changes
    known.changeOf.clear()
    known.ofVendors.clear()
  } else {
    known.changeOf.set(vendor, known.changes)
    known.ofVendors.delete(vendor)
  }
}

/** The number of the last change, for `vendorsChangedSince`; null where nothing is held. Take it before the rows are read. */
export function lastChange(): number | null {
  return isUsed() ? memory().changes : null
}

/** The vendors that have changed since; null: any may have. */
export function vendorsChangedSince(change: number): string[] | null {
  const { changeOf, changeOfAny } = memory()
  if (changeOfAny > change) return null
  return [...changeOf].filter(([, last]) => last > change).map(([slug]) => slug)
}
