/**
 * Loads the page anew without the message of the form that led to it: "Reading has started" is no longer true once everything
 * has been read.
 */
export function reloadPage(): void {
  const address = new URL(location.href)
  address.searchParams.delete('note')
  if (address.href === location.href) location.reload()
  else location.replace(address)
}
