import { CHANGE_CHANNEL, changedVendor } from '#lib/database/change.ts'
import { type Listener, type ListenOptions, listenOn } from '#lib/database/listen.ts'
import { log } from '#lib/log.ts'

export interface ChangeListenerOptions extends Pick<ListenOptions, 'databaseUrl' | 'onConnected' | 'onLost'> {
  /** A committed change of a vendor, or (null) of anything. */
  onChange(vendor: string | null): void
}

/** LISTENs for changes that visitors can see, until stopped. */
export function listenForChanges({ onChange, ...options }: ChangeListenerOptions): Listener {
  return listenOn({
    ...options,
    channel: CHANGE_CHANNEL,
    onNotification: (payload) => onChange(changedVendor(payload)),
    onAway: (error) => log.error({ err: error }, 'the database is away; what is held in memory is still served'),
  })
}
