// `npm run build`: the first steps of `npm start`, for an image or a deployment that starts later and elsewhere.
import { join } from 'node:path'
import { readEnvironment } from './environment.ts'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'
import { failWith } from './shutdown.ts'

process.chdir(join(import.meta.dirname, '..'))
const progress = createProgress(process.stdout)

try {
  // The environment is not part of the build, but checking it here warns whoever builds where the site will run.
  readEnvironment()
  await generateClient(progress)
  await buildPages(progress)
} catch (error) {
  await failWith(error)
}
