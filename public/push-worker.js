/*
 * Shows the messages that a reader has asked for, https://www.w3.org/TR/push-api/. It runs only while there is one to show, controls
 * no page and keeps nothing. The message is that of lib/alerts/push/message.ts.
 */

const SUBSCRIPTIONS = '/push/subscriptions'

self.addEventListener('push', (event) => {
  const message = event.data?.json()
  if (message === undefined) return
  const { title, body, path, tag, stops } = message
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      renotify: true,
      icon: '/icon-192.png',
      data: { path, stops },
      actions: stops === null ? [] : [{ action: 'stop', title: 'Stop these messages' }],
    }),
  )
})

self.addEventListener('notificationclick', (event) => {
  const { path, stops } = event.notification.data
  event.notification.close()
  event.waitUntil(event.action === 'stop' ? stop(stops) : open(path))
})

/** Some browsers give a new endpoint from time to time. */
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event.oldSubscription, event.newSubscription))
})

async function stop(vendor) {
  const subscription = await self.registration.pushManager.getSubscription()
  if (subscription === null) return
  const rest = await send('DELETE', { endpoint: subscription.endpoint, vendors: [vendor] })
  // Pages that show what they believe is so ask again.
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true }))
    page.postMessage('push')
  if (rest !== null && rest.vendors.length + rest.incidents.length === 0) await subscription.unsubscribe()
}

async function open(path) {
  const address = new URL(path, self.location.origin).href
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true }))
    if (page.url === address) return await page.focus()
  return await self.clients.openWindow(address)
}

async function renew(before, after) {
  if (!before) return
  const subscription = after ?? (await self.registration.pushManager.subscribe(before.options))
  await send('POST', { subscription, replaces: before.endpoint })
}

async function send(method, body) {
  const answer = await fetch(SUBSCRIPTIONS, {
    method,
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.ok ? await answer.json() : null
}
