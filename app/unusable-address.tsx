import { UnusableFilter } from '#components/filter/unusable-filter.tsx'
import { answerWithStatus } from '#lib/web/next/render-errors.ts'

/** The page for an address with an invalid query, with the status 400. */
export function UnusableAddress(props: { problem: string; href: string }) {
  answerWithStatus(400)
  return <UnusableFilter {...props} />
}
