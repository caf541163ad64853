import { measureChores } from './chores.ts'

process.send?.(await measureChores(Number(process.argv[2])))
process.disconnect?.()
