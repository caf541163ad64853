import { prepareDatabase } from './prepare.ts'
import { readWorld } from './world.ts'

// A process has one database for good, and the bench needs several.
const [url = '', asked = ''] = process.argv.slice(2)
const world = await prepareDatabase(url, readWorld(asked), (line) => process.send?.(line))
process.send?.({ world: JSON.stringify(world) })
process.disconnect()
