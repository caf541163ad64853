import { stackFeed } from '../stack-file.ts'

export const dynamic = 'force-dynamic'

export const GET = stackFeed('atom')
