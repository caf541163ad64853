/** "Courier", "Courier and WorkOS", "Courier, Stripe and WorkOS" */
export function namesOf(things: readonly { name: string }[]): string {
  return listOf(things.map(({ name }) => name))
}

/** The same list, of any words. */
export function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
