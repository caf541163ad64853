// `npm run build`: what `npm start` would do first, for an image or a deployment that starts later and elsewhere.
import { join } from 'node:path'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'

process.chdir(join(import.meta.dirname, '..'))
const progress = createProgress(process.stdout)

await generateClient(progress)
await buildPages(progress)
