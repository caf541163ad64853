import { readScriptFile } from '#lib/web/script/site-script.ts'

interface Context {
  params: Promise<{ file: string }>
}

/** A file of the site's script, of this build or of one before: pages that somebody else has kept ask for those. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const bytes = await readScriptFile((await params).file)
  if (bytes === null) return new Response('There is no such script.\n', { status: 404 })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  })
}
