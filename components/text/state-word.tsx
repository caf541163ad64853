import type { VendorSummary } from '#lib/queries/schemas.ts'
import { StateIcon } from './icon.tsx'
import { STATE_WORDS } from './state-words.ts'

/** A vendor's state: its shape and its word. */
export function StateWord({ state }: { state: VendorSummary['state'] }) {
  return (
    <>
      <span className="mr-2">
        <StateIcon state={state} />
      </span>
      {STATE_WORDS[state]}
    </>
  )
}
