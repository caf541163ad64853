// `npm run build`: what `npm start` would do first, for an image or a deployment that starts later and elsewhere.
import { join } from 'node:path'
import { readEnvironment } from './environment.ts'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'
import { failWith } from './shutdown.ts'

process.chdir(join(import.meta.dirname, '..'))
const progress = createProgress(process.stdout)

try {
  // Nothing of it goes into the build; but whoever builds where the site will run learns of it now.
  readEnvironment()
  await generateClient(progress)
  await buildPages(progress)
} catch (error) {
  await failWith(error)
}
