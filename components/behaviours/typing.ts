/**
 * Calls `ask` once the reader has typed nothing for `pauseMs` in a field with the data attribute `name`. The next letter aborts what
 * was asked before. Failures are ignored, since the field's form works without an answer.
 */
export function watchTyping(
  name: string,
  pauseMs: number,
  ask: (field: HTMLInputElement, signal: AbortSignal) => Promise<void>,
): void {
  let timer: number | undefined
  let asking: AbortController | undefined
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset[name] === undefined) return
    window.clearTimeout(timer)
    asking?.abort()
    asking = new AbortController()
    const { signal } = asking
    timer = window.setTimeout(() => void ask(target, signal).catch(() => {}), pauseMs)
  })
}
