import { vendorFeed } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFeed('atom')
