const MAX_REPORTS = 3
const MAX_LENGTH = 500

/**
 * Reports errors of this script to the address in `data-report` of its own element, which is there when the operator has asked
 * for it (REPORT_SCRIPT_ERRORS). A page reports few and short ones, and nothing about the reader.
 */
export function watchErrors(): void {
  const address = document.querySelector<HTMLElement>('script[data-report]')?.dataset.report
  if (address === undefined) return
  let reports = 0
  const report = (error: unknown) => {
    reports += 1
    if (reports > MAX_REPORTS) return
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
    const cut = (text = '') => text.slice(0, MAX_LENGTH)
    navigator.sendBeacon(
      address,
      JSON.stringify({ page: cut(location.pathname), message: cut(message), stack: cut(stack) }),
    )
  }
  addEventListener('error', ({ error, message }) => report(error ?? message))
  addEventListener('unhandledrejection', ({ reason }) => report(reason))
}
