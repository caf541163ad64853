import { Notice } from '#components/ui/notice.tsx'
import { formatInstant } from '#lib/domain/format.ts'

/** Says that a page shows a past moment, and links to the present; renders nothing on a page of the present. */
export function AsOfNotice({ asOf, presentHref }: { asOf: Date | null; presentHref: string }) {
  if (asOf === null) return null
  return (
    <Notice>
      Everything on this page is as of {formatInstant(asOf)}.{' '}
      <a href={presentHref} className="linked">
        Show it as of now
      </a>
    </Notice>
  )
}
