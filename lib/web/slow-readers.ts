import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const SWEEP_MS = 5_000
/** Slower than any network that people read on. */
const SLOWEST_BYTES_PER_SECOND = 1_000
const PATIENCE_MS = 30_000

interface Progress {
  taken: number
  slowSince: number | null
}

/**
 * Ends connections whose client takes what it asked for by the byte. Node's own timeouts cover requests that come slowly,
 * not responses that are taken slowly. A look at every connection now and then costs requests nothing. Also gives up idle
 * connections when they get scarce. Returns what stops it.
 */
export function endSlowReaders(
  server: Server,
  maxConnections: number,
  sweepMs = SWEEP_MS,
  patienceMs = PATIENCE_MS,
): () => void {
  const connections = new Map<Socket, Progress>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { taken: 0, slowSince: null })
    socket.once('close', () => connections.delete(socket))
  })
  const timer = setInterval(() => {
    const now = Date.now()
    for (const [socket, progress] of connections) {
      if (isSlow(socket, progress, now, sweepMs, patienceMs)) socket.destroy()
    }
    if (connections.size > maxConnections * 0.75) server.closeIdleConnections()
  }, sweepMs)
  timer.unref()
  return () => clearInterval(timer)
}

function isSlow(socket: Socket, progress: Progress, now: number, sweepMs: number, patienceMs: number): boolean {
  const taken = socket.bytesWritten - socket.writableLength
  const isWaiting = socket.writableLength > 0
  const isTaking = taken - progress.taken >= (SLOWEST_BYTES_PER_SECOND * sweepMs) / 1000
  progress.taken = taken
  if (!isWaiting || isTaking) progress.slowSince = null
  else progress.slowSince ??= now
  return progress.slowSince !== null && now - progress.slowSince >= patienceMs
}
