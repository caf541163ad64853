import { handleAuth } from '#app/admin/sign-in-request.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  return handleAuth(request)
}

export async function POST(request: Request): Promise<Response> {
  return handleAuth(request)
}
