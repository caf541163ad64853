import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { addressBlock } from '#lib/web/limit/client-address.ts'

/** What counts as one visitor; nothing that a visitor writes can change it. */
export function clientBlock(headers: Headers): string {
  return addressBlock(headers.get(CLIENT_ADDRESS_HEADER) ?? '')
}
