import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { addressBlock } from '#lib/web/limit/client-address.ts'

/** The key that identifies a client; it depends on nothing that the client sends. */
export function clientBlock(headers: Headers): string {
  return addressBlock(headers.get(CLIENT_ADDRESS_HEADER) ?? '')
}
