import { handleApi } from '#lib/web/failure/problem.ts'
import { safeNext } from '../../next-path.ts'
import { startSignIn } from '../issuer.ts'

export const dynamic = 'force-dynamic'

/** A link and no form, because the policy of this site's pages lets no form lead to another host. */
export const GET = handleApi(
  async (request: Request) => await startSignIn(request, safeNext(new URL(request.url).searchParams.get('next'))),
)
