import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { subscribeBrowserAt } from '#tests/support/alerts/browser-subscription.ts'
import { expect, skipInShell, test } from '#tests/support/browser.ts'
import { expectFit } from '#tests/support/page/fit.ts'
import { CHROMIUM_ARGS, COMPLETE_CHROMIUM } from '#tests/support/processes/chromium.ts'

/*
 * A push service is out of reach here, so what a browser makes up with one is given by the test; the permission, the service worker,
 * the message to it and the notification are Chromium's.
 */

skipInShell('notifications')
test.use({ launchOptions: { executablePath: COMPLETE_CHROMIUM, args: CHROMIUM_ARGS } })

const START = 'Tell me of new incidents'
const STOP = 'Stop telling me of new incidents'

/** Chromium never asked a push service: subscriptions live in the page's storage. */
async function fakePushService(page: Page): Promise<string> {
  const { json } = subscribeBrowserAt(`https://fcm.googleapis.com/wp/${randomBytes(12).toString('hex')}`)
  await page.addInitScript((json) => {
    const bytesOf = (key: string) =>
      Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)).buffer
    const subscription = () => ({
      ...json,
      options: { applicationServerKey: bytesOf(localStorage.getItem('key') ?? '') },
      toJSON: () => json,
      unsubscribe: async () => localStorage.removeItem('key'),
    })
    Object.assign(PushManager.prototype, {
      getSubscription: async () => (localStorage.getItem('key') === null ? null : subscription()),
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
        localStorage.setItem('key', applicationServerKey)
        return subscription()
      },
    })
  }, json)
  return json.endpoint
}

test('one press starts the messages of a vendor, one ends them', async ({ page, context }) => {
  await context.grantPermissions(['notifications'])
  await fakePushService(page)
  await page.goto('/vendors/courier')
  const button = page.getByRole('main').getByRole('button', { name: /new incidents$/ })
  await button.click()
  await expect(button).toHaveText(STOP)
  await expect(page.getByText('You get a message in this browser when one is posted.')).toBeVisible()
  await expectFit(page)
  await page.goto('/stack?vendors=courier,workos')
  await expect(button).toHaveText(START)
  await page.goto('/stack?vendors=courier')
  await expect(button).toHaveText(STOP)
  await button.click()
  await expect(button).toHaveText(START)
  await expect(page.getByText('has deleted the address of this browser')).toBeVisible()
  await page.goto('/subscribe?vendors=courier')
  await expect(button).toHaveText(START)
  await expect(page.getByText('the push service cannot read the messages')).toBeVisible()
})

test('a message is shown, and its button ends the messages', async ({ page, context, site }) => {
  await context.grantPermissions(['notifications'])
  const endpoint = await fakePushService(page)
  const cdp = await context.newCDPSession(page)
  // The test before may have left a registration in this browser that is being deleted.
  let registrationId = ''
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { registrationId: id, scopeURL, isDeleted } of registrations)
      if (scopeURL.endsWith('/push/') && !isDeleted) registrationId = id
  })
  await cdp.send('ServiceWorker.enable')
  await page.goto('/vendors/courier')
  const button = page.getByRole('main').getByRole('button', { name: /new incidents$/ })
  await button.click()
  await expect(button).toHaveText(STOP)
  const isActive = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/push/'))?.active?.state === 'activated')
  await expect.poll(isActive).toBe(true)
  const message = {
    title: 'Courier: Mail is late',
    body: 'New incident.',
    path: '/',
    tag: 'incident-1',
    stops: 'courier',
  }
  // As a push service does, it is delivered until it has arrived: Chromium drops what comes to a registration that is being replaced.
  const deliver = async () => {
    const data = JSON.stringify(message)
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: site.url, registrationId, data })
    return await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/push/')
      const notifications = (await registration?.getNotifications()) ?? []
      return notifications.map(({ title, body, tag }) => ({ title, body, tag }))
    })
  }
  await expect.poll(deliver).toEqual([{ title: message.title, body: message.body, tag: message.tag }])

  // A press on a notification cannot be played; what it calls runs in the worker, under its policy.
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  await worker.evaluate(async (endpoint) => {
    const self = globalThis as unknown as {
      registration: ServiceWorkerRegistration
      stop(vendor: string): Promise<void>
    }
    self.registration.pushManager.getSubscription = async () =>
      ({ endpoint, unsubscribe: async () => true }) as unknown as PushSubscription
    await self.stop('courier')
  }, endpoint)
  await expect(button).toHaveText(START)
})

test('where messages are not allowed, it says so', async ({ page }) => {
  await fakePushService(page)
  await page.addInitScript(() => {
    Notification.requestPermission = async () => 'denied'
  })
  await page.goto('/vendors/courier')
  await page.getByRole('main').getByRole('button', { name: START }).click()
  await expect(page.getByText('This browser does not let this site show messages.')).toBeVisible()
})

test('an iPhone that has the site in a tab only says what to do first', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)' })
    Object.defineProperty(navigator, 'maxTouchPoints', { value: 5 })
    Reflect.deleteProperty(window, 'PushManager')
    Reflect.deleteProperty(window, 'Notification')
  })
  await page.goto('/vendors/courier')
  await page.getByRole('main').getByRole('button', { name: START }).click()
  await expect(page.getByText('add this site to the Home Screen first')).toBeVisible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('there is no button', async ({ page }) => {
    await page.goto('/subscribe?vendors=courier')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText(START)).toBeHidden()
  })
})
