import { handleApi } from '#lib/web/failure/problem.ts'
import { safeNext } from '../../next-path.ts'
import { startSignIn } from '../issuer.ts'

export const dynamic = 'force-dynamic'

/** A link rather than a form, because this site's page policy lets no form lead to another host. */
export const GET = handleApi(
  async (request: Request) => await startSignIn(request, safeNext(new URL(request.url).searchParams.get('next'))),
)
