import { watchAsking } from './asking.ts'
import { watchChoices } from './choices.ts'
import { watchCopying } from './copying.ts'
import { watchDays } from './days.ts'
import { watchErrors } from './errors.ts'
import { watchFinding } from './finding.ts'
import { watchHints } from './hints.ts'
import { watchIslands } from './islands.ts'
import { watchMyStack } from './my-stack.ts'
import { watchOffering } from './offering.ts'
import { watchPalette } from './palette.ts'
import { watchPushes } from './pushes.ts'
import { watchScrollers } from './scrollers.ts'
import { watchSettling } from './settling.ts'
import { watchShortcuts } from './shortcuts.ts'
import { watchTimes } from './times.ts'

/*
 * The script of every page, which bin/build-script.ts bundles. All behaviour beyond plain HTML starts here: each function
 * listens on the document and responds to `data-` attributes. React is fetched only for an island that a reader turns to.
 */

const WATCHES = [
  watchErrors,
  watchChoices,
  watchTimes,
  watchPalette,
  watchHints,
  watchShortcuts,
  watchCopying,
  watchFinding,
  watchAsking,
  watchOffering,
  watchMyStack,
  watchIslands,
  watchDays,
  watchPushes,
  watchScrollers,
  watchSettling,
]

/** One behaviour that fails must not take the others with it. */
function start(): void {
  for (const watch of WATCHES) {
    try {
      watch()
    } catch (error) {
      reportError(error)
    }
  }
}

// Next hydrates the pages of the admin area and of `npm run dev`; elements must not change before it has read them.
const isHydrating = '__next_f' in window && document.documentElement.dataset.hydrated === undefined
if (isHydrating) document.addEventListener('hydrated', start, { once: true })
else start()
