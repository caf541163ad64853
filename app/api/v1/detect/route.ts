import { knownParameters } from '#app/known-parameters.ts'
import { detect } from '#lib/admin/source/detect.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'
import { detectInput } from '../inputs.ts'
import { parseInput, readJson, requireScope } from '../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request) => {
  await requireScope(request, 'ingest')
  knownParameters(request, [])
  const { url } = parseInput(detectInput, await readJson(request))
  const detection = await detect(url)
  if (detection !== null) {
    const { listed: _, ...answer } = detection
    return Response.json(answer)
  }
  return problem(504, {
    code: 'no_answer',
    detail: 'The worker has not answered yet. Check that a worker is running, and try again.',
  })
})
