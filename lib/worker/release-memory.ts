import { getHeapStatistics } from 'node:v8'

/** A smaller heap is left alone. */
const SMALL_HEAP_BYTES = 80 * 1024 * 1024
/** Calls in a row without a run, so that the pause between two runs of a back-fill does not count as idle. */
const IDLE_CALLS = 2

/**
 * Returns a function to call every few seconds, with whether no run is under way. When the worker is idle and its heap has grown, it makes
 * V8 compact the heap, which takes 150 to 190 ms and returns about 60 MB to the system after a document of 22 MB: by itself, V8 compacts
 * the whole heap only when an allocation fails. Needs Node's `--expose-gc`; without it, nothing is released.
 */
export function createMemoryRelease(heapBytes = totalHeapBytes, compact = compactHeap): (isIdle: boolean) => void {
  let idleCalls = 0
  let compactedBytes = 0
  return (isIdle) => {
    idleCalls = isIdle ? idleCalls + 1 : 0
    if (idleCalls < IDLE_CALLS || heapBytes() < Math.max(SMALL_HEAP_BYTES, compactedBytes * 1.25)) return
    compact()
    compactedBytes = heapBytes()
  }
}

function totalHeapBytes(): number {
  return getHeapStatistics().total_heap_size
}

function compactHeap(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
