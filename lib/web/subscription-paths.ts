/** Where anybody may ask to be told of what is new, and the methods for it. */
export const SUBSCRIPTION_METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['/push/subscriptions', ['POST', 'DELETE']],
  ['/websub', ['POST']],
])
