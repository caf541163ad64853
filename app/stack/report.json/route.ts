import { reportFile } from '../report-file.ts'

export const dynamic = 'force-dynamic'

export const GET = reportFile((report, pageUrl) => Response.json({ page: pageUrl, ...report }))
