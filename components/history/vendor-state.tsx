import { lookOfState, StateIcon } from '#components/text/icon.tsx'
import { Age, Time } from '#components/text/time.tsx'
import { VendorLink } from '#components/text/vendor-link.tsx'
import { hasOwnWord, PageStatus } from '#components/vendors/page-status.tsx'
import type { VendorView } from '#lib/queries/schemas.ts'
import { stateSentence } from '#lib/text/headline.ts'

/** "Courier is up right now · checked … at status.courier.com". `asOf`: the past moment that the page shows, or null. */
export function VendorState({ vendor, asOf }: { vendor: VendorView; asOf: Date | null }) {
  const { name, state, lastKnownState, isUnclear, openIncidents: open, openCounts, checkedAt } = vendor
  const sentence = stateSentence({
    name,
    state,
    lastKnownState,
    isUnclear,
    open,
    outageCount: openCounts.incident,
    lastGoodReadAt: checkedAt,
    asOf,
  })
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className={`${lookOfState(state).colour} pl-5.25 -indent-5.25 font-[620]`}>
        <span className="mr-2.5">
          <StateIcon state={state} />
        </span>
        {sentence.parts.map(({ text, strong }) => (
          <span key={text} className={strong ? undefined : 'font-normal text-ink'}>
            {text}
          </span>
        ))}
      </span>
      <span className="text-small text-soft max-md:w-full max-md:pl-5.25">
        {asOf === null && <OtherWord vendor={vendor} />}
        {state === 'unknown' && !isUnclear ? (
          <SinceWhen vendor={vendor} asOf={asOf} />
        ) : (
          <CheckedWhen vendor={vendor} asOf={asOf} />
        )}
      </span>
    </p>
  )
}

/** The platform's own overall status, where it differs from what the incidents add up to. */
function OtherWord({ vendor }: { vendor: VendorView }) {
  if (!hasOwnWord(vendor)) return null
  return (
    <>
      <span className="text-ink">
        <PageStatus vendor={vendor} />
      </span>{' '}
      (
      <a href="/methodology#state" className="linked">
        why that may differ
      </a>
      ) ·{' '}
    </>
  )
}

/** "checked Nov 22, 2026, 04:31 UTC at status.courier.com · 3 minutes ago", "last read …; the last attempt at … failed" */
function CheckedWhen({ vendor, asOf }: { vendor: VendorView; asOf: Date | null }) {
  const { checkedAt } = vendor
  const source = <SourceLink vendor={vendor} before=" at " />
  if (checkedAt === null) return source
  return (
    <>
      {vendor.lastTryFailedAt === null ? 'checked ' : 'last read '}
      <Time at={checkedAt} zone />
      {source}
      <FailedTry vendor={vendor} />
      {asOf === null && <Age since={checkedAt} word={vendor.lastTryFailedAt === null ? '' : 'read'} />}
    </>
  )
}

/** What is known dates from the last successful read, however often the worker has tried since. */
function FailedTry({ vendor: { checkedAt, lastTryFailedAt } }: { vendor: VendorView }) {
  if (lastTryFailedAt === null) return null
  return (
    <>
      ;{' '}
      <span className="text-ink">
        the last attempt at{' '}
        <Time at={lastTryFailedAt} form={checkedAt === null ? 'instant' : 'clock'} after={checkedAt} zone /> failed
      </span>
    </>
  )
}

/** Stands beside an unknown state, which gives the last successful read itself: what that means for the rest of the page. */
function SinceWhen({ vendor, asOf }: { vendor: VendorView; asOf: Date | null }) {
  const { checkedAt } = vendor
  if (checkedAt === null) {
    return (
      <>
        <SourceLink vendor={vendor} before="source: " />
        <FailedTry vendor={vendor} />
      </>
    )
  }
  return (
    <>
      history is known up to then
      <SourceLink vendor={vendor} before=" · source: " />
      <FailedTry vendor={vendor} />
      {asOf === null && <Age since={checkedAt} word={vendor.lastTryFailedAt === null ? '' : 'read'} />}
    </>
  )
}

function SourceLink({ vendor, before }: { vendor: VendorView; before: string }) {
  const url = (vendor.sources.find((source) => source.isPrimary) ?? vendor.sources[0])?.url
  if (!url || !URL.canParse(url)) return null
  return (
    <>
      {before}
      <VendorLink href={url}>{new URL(url).host}</VendorLink>
    </>
  )
}
