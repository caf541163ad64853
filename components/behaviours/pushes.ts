/**
 * Buttons with `data-push` subscribe this browser to push messages, and end that. They appear where a browser has what it takes, or
 * would have it once the site is on the home screen; theme-script.tsx finds out before the first paint. What they do is fetched
 * when one is pressed, or where messages are allowed already, so that the button says what is so.
 */
export function watchPushes(): void {
  if (!('serviceWorker' in navigator)) return
  document.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest<HTMLButtonElement>('button[data-push]')
    if (button !== null) fetchControl().then(({ press }) => press(button), reportError)
  })
  if (!isAllowed() || document.querySelector('[data-push]') === null) return
  const show = () => fetchControl().then(({ showAll }) => showAll(), reportError)
  show()
  navigator.serviceWorker.addEventListener('message', show)
}

function fetchControl() {
  return import('#components/push/push-control.ts')
}

function isAllowed(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}
