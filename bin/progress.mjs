/**
 * Shows people what a command is doing: an updating line on a terminal, plain lines elsewhere. Steps that finish within a
 * moment are not shown.
 *
 * @typedef {object} Progress
 * @property {<T>(label: string, operation: (note: (detail: string) => void) => Promise<T> | T) => Promise<T>} step
 *   Runs an operation under a label; `note` adds a detail to it ("4,200 of 10,000 incidents").
 * @property {(line: string) => void} say Prints a separate line.
 */

const MENTION_AFTER_MS = 300
const SPIN_MS = 100
const REPEAT_MS = 10_000
const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏']

/** @param {NodeJS.WriteStream} stream @returns {Progress} */
export function createProgress(stream) {
  return stream.isTTY ? onTerminal(stream) : inLines(stream)
}

/** @param {NodeJS.WriteStream} stream @returns {Progress} */
function onTerminal(stream) {
  let shown = false
  const clear = () => {
    if (shown) stream.write('\r\x1b[2K')
    shown = false
  }
  return {
    say(line) {
      clear()
      stream.write(`${line}\n`)
    },
    async step(label, operation) {
      const startedAt = Date.now()
      let detail = ''
      let turn = 0
      const timer = setInterval(() => {
        if (Date.now() - startedAt < MENTION_AFTER_MS) return
        clear()
        const text = `${SPINNER[turn++ % SPINNER.length]} ${label}${detail && `: ${detail}`} … ${seconds(startedAt)}`
        stream.write(text.slice(0, (stream.columns || 80) - 1))
        shown = true
      }, SPIN_MS)
      try {
        const result = await operation((note) => {
          detail = note
        })
        const mentioned = shown
        clear()
        if (mentioned) stream.write(`✓ ${label} (${seconds(startedAt)})\n`)
        return result
      } finally {
        clearInterval(timer)
        clear()
      }
    },
  }
}

/** @param {NodeJS.WriteStream} stream @returns {Progress} */
function inLines(stream) {
  /** @param {string} line */
  const say = (line) => stream.write(`${line}\n`)
  return {
    say,
    async step(label, operation) {
      const startedAt = Date.now()
      let detail = ''
      let mentioned = false
      const first = setTimeout(() => {
        mentioned = true
        say(`${label} …`)
      }, MENTION_AFTER_MS)
      const repeat = setInterval(() => say(`${label}${detail && `: ${detail}`} … ${seconds(startedAt)}`), REPEAT_MS)
      try {
        const result = await operation((note) => {
          detail = note
        })
        if (mentioned) say(`${label}: done in ${seconds(startedAt)}`)
        return result
      } finally {
        clearTimeout(first)
        clearInterval(repeat)
      }
    },
  }
}

/** @param {number} startedAt */
function seconds(startedAt) {
  const elapsed = (Date.now() - startedAt) / 1000
  return `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} s`
}
