import { PUSH_WORDS } from './push-words.ts'

/**
 * A button that has this browser told of what is new. It needs the site's script, and is not there without. `about` is "vendors:" and
 * slugs, or "incident:" and a public id.
 */
function PushButton({ about, words }: { about: string; words: string }) {
  return (
    <>
      <button type="button" data-push={about} className="linked">
        {words}
      </button>
      <output className="block text-label text-soft" />
    </>
  )
}

/** Of the new incidents of one vendor or of several. */
export function NewsButton({ vendors }: { vendors: readonly string[] }) {
  return <PushButton about={`vendors:${vendors.join()}`} words={PUSH_WORDS.vendors[0]} />
}

/** Of the end of an open incident. */
export function EndButton({ incident }: { incident: string }) {
  return <PushButton about={`incident:${incident}`} words={PUSH_WORDS.incident[0]} />
}
