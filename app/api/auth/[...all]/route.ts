import { auth } from '#lib/auth.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  return auth().handler(request)
}

export async function POST(request: Request): Promise<Response> {
  return auth().handler(request)
}
