// `npm run build`: the first steps of `npm start`, for an image or a deployment that starts later or elsewhere.
import { join } from 'node:path'
import { readEnvironment } from './environment.ts'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'
import { failWith } from './shutdown.ts'

process.chdir(join(import.meta.dirname, '..'))
const progress = createProgress(process.stdout)

try {
  // The build does not depend on the environment, but checking it here warns whoever builds on the target machine.
  readEnvironment()
  await generateClient(progress)
  await buildPages(progress)
} catch (error) {
  await failWith(error)
}
