import { answerWithPng } from '#app/render-png.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { drawIncidentImage } from '#lib/formats/incident-image.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** The preview image of a link in chat programs. As on the page, only the id counts; nobody types this address. */
export const GET = handleApi(
  async (_request: Request, { params }: { params: Promise<{ vendor: string; incident: string }> }) => {
    const { vendor, incident: id } = await params
    const incident = await getIncident(id, new Date())
    if (incident === null || incident.vendor !== vendor) throw new NotFoundError(`There is no incident "${id}".`)
    return await answerWithPng(drawIncidentImage(incident))
  },
)
