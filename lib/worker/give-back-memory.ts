import { getHeapStatistics } from 'node:v8'

/** A worker that has only polled stays below. */
const ORDINARY_BYTES = 80 * 1024 * 1024
/** Twice in a row, so that what comes between the runs of a back-fill is not taken for idleness. */
const IDLE_LOOKS = 2

/**
 * Makes a function that is to be called every few seconds with whether nothing is under way. After a large document V8 keeps 50 MB of
 * pages that hold little; only a collection that it makes when memory is short gives them back, in a fifth of a second. This asks for
 * one when the process is idle and its heap has grown. It needs Node's `--expose-gc`.
 */
export function createMemoryReturn(heapBytes = totalHeapBytes, collect = collectAll): (isIdle: boolean) => void {
  let idleLooks = 0
  let leftBytes = 0
  return (isIdle) => {
    idleLooks = isIdle ? idleLooks + 1 : 0
    if (idleLooks < IDLE_LOOKS || heapBytes() < Math.max(ORDINARY_BYTES, leftBytes * 1.25)) return
    collect()
    leftBytes = heapBytes()
  }
}

function totalHeapBytes(): number {
  return getHeapStatistics().total_heap_size
}

function collectAll(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
