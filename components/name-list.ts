/** "Courier", "Courier and WorkOS", "Courier, Stripe and WorkOS" */
export function namesOf(things: readonly { name: string }[]): string {
  const names = things.map(({ name }) => name)
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}
