import { PUSH_WORDS } from './push-words.ts'

const WORKER = '/push-worker.js'
/** A folder without pages: the worker has to show messages, not to stand between pages and the site. */
const SCOPE = '/push/'
const SUBSCRIPTIONS = '/push/subscriptions'

/** What a browser is told of: the new incidents of vendors, by slug, and the end of incidents, by id. */
interface Interests {
  vendors: string[]
  incidents: string[]
}

/** A reason why a browser cannot be told, as a sentence. */
class Refusal extends Error {}

/** Starts or ends what a button stands for, and says beneath it what has become of that. */
export async function press(button: HTMLButtonElement): Promise<void> {
  if (button.ariaBusy === 'true') return
  button.ariaBusy = 'true'
  say(button, '')
  try {
    if (button.ariaPressed === 'true') await end(button)
    else await begin(button)
  } catch (error) {
    say(button, error instanceof Refusal ? error.message : 'This did not work. Check your connection, then try again.')
    if (!(error instanceof Refusal)) reportError(error)
  } finally {
    button.ariaBusy = null
  }
}

/** Shows on all buttons whether this browser is told already; where that cannot be asked, they stay as they are. */
export async function showAll(): Promise<void> {
  const subscription = await findSubscription()
  if (subscription === null) return mark({ vendors: [], incidents: [] })
  await send('POST', { subscription }).then(mark, () => {})
}

async function begin(button: HTMLButtonElement): Promise<void> {
  const subscription = await subscribeBrowser()
  mark(await send('POST', { subscription, ...interestsOf(button) }))
  say(
    button,
    interestsOf(button).vendors.length > 0
      ? 'You get a message in this browser when one is posted.'
      : 'You get one message in this browser when it is over.',
  )
}

async function end(button: HTMLButtonElement): Promise<void> {
  const subscription = await findSubscription()
  const rest: Interests =
    subscription === null
      ? { vendors: [], incidents: [] }
      : await send('DELETE', { endpoint: subscription.endpoint, ...interestsOf(button) })
  mark(rest)
  if (rest.vendors.length + rest.incidents.length > 0) return say(button, 'You get no more messages of this.')
  await subscription?.unsubscribe()
  say(button, 'You get no more messages, and this site has deleted the address of this browser.')
}

/** Asks the reader for permission where that is still open. */
async function subscribeBrowser(): Promise<PushSubscription> {
  if (!('PushManager' in window) || !('Notification' in window))
    throw new Refusal(
      isAppleTouch()
        ? 'On an iPhone or iPad, add this site to the Home Screen first (Share, then Add to Home Screen), and press this there.'
        : 'This browser cannot receive messages from sites.',
    )
  const permission = await Notification.requestPermission()
  if (permission === 'denied')
    throw new Refusal(
      'This browser does not let this site show messages. You can allow them in the browser’s settings for this site.',
    )
  if (permission !== 'granted') throw new Refusal('Messages are shown once you allow them.')
  const { publicKey } = await ask<{ publicKey: string }>(SUBSCRIPTIONS, {})
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
  const registration = await untilActive()
  const before = await registration.pushManager.getSubscription()
  if (before !== null && isFor(before, publicKey)) return before
  // One for another key, of a site that was set up anew, would get nothing.
  await before?.unsubscribe()
  try {
    return await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  } catch {
    throw new Refusal('This browser could not reach its push service. Some browsers have that switched off.')
  }
}

async function findSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  return (await registration?.pushManager?.getSubscription()) ?? null
}

/** `navigator.serviceWorker.ready` waits for a worker of this page, which has none. */
async function untilActive(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  if (registration === undefined) throw new Error('The service worker is not registered.')
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (worker !== null && worker.state !== 'activated')
    await new Promise<void>((resolve) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'activated' || worker.state === 'redundant') resolve()
      })
    })
  return registration
}

function isFor({ options }: PushSubscription, publicKey: string): boolean {
  const key = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  const text = btoa(Array.from(key, (byte) => String.fromCharCode(byte)).join(''))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === publicKey
}

async function send(method: 'POST' | 'DELETE', body: object): Promise<Interests> {
  return await ask(SUBSCRIPTIONS, {
    method,
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function ask<Body>(address: string, options: RequestInit): Promise<Body> {
  const answer = await fetch(address, options)
  const body = await answer.json()
  if (!answer.ok) throw new Refusal(body.detail)
  return body
}

function mark({ vendors, incidents }: Interests): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-push]')) {
    const wanted = interestsOf(button)
    const isTold =
      wanted.vendors.every((slug) => vendors.includes(slug)) && wanted.incidents.every((id) => incidents.includes(id))
    const [start, stop] = PUSH_WORDS[wanted.vendors.length > 0 ? 'vendors' : 'incident']
    button.ariaPressed = String(isTold)
    button.textContent = isTold ? stop : start
  }
}

/** Of `data-push`: "vendors:a,b" or "incident:id". */
function interestsOf({ dataset: { push = '' } }: HTMLButtonElement): Interests {
  const [kind, list = ''] = push.split(':')
  const names = list.split(',')
  return kind === 'vendors' ? { vendors: names, incidents: [] } : { vendors: [], incidents: names }
}

function say(button: HTMLButtonElement, sentence: string): void {
  const output = button.nextElementSibling
  if (output instanceof HTMLOutputElement) output.textContent = sentence
}

function isAppleTouch(): boolean {
  return /iPhone|iPad|Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1
}
