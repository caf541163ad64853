import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { SearchParams } from '#app/search-params.ts'
import { JoinForm } from '#components/admin/account/join-form.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { getLink } from '#lib/admin/account/account-links.ts'
import { issuerName } from '#lib/auth/oidc.ts'
import { countTry } from '#lib/auth/tries.ts'
import { LINK_DAYS } from '#lib/domain/access.ts'
import { clientBlock } from '../../client.ts'
import { readFlash } from '../../flash.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Set a password', referrer: 'no-referrer' }

/** Open to anyone with the link. A GET does not use the link up, since link previews fetch it too. */
export default async function JoinPage({
  params,
  searchParams,
}: {
  params: Promise<{ link: string }>
  searchParams: SearchParams
}) {
  const { link: secret } = await params
  const waitSeconds = await countTry('/join/look', clientBlock(await headers()))
  const link = waitSeconds > 0 ? null : await getLink(secret)
  return (
    <>
      <PageTitle>{link?.role === null ? 'Set a new password' : 'Join'}</PageTitle>
      {link === null ? (
        <p className="mt-4 max-w-[68ch]">
          {waitSeconds > 0
            ? `Too many attempts from your network. Please wait ${waitSeconds} seconds and load this page again.`
            : `This link does not work. It was used or revoked, is older than ${LINK_DAYS} days, or was not copied completely. Ask the sender for a new one.`}
        </p>
      ) : (
        <JoinForm
          link={secret}
          email={link.email}
          role={link.role}
          state={await readFlash(searchParams)}
          issuerName={issuerName()}
        />
      )}
    </>
  )
}
