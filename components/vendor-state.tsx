import { stateSentence } from '#lib/domain/headline.ts'
import type { VendorView } from '#lib/queries/shapes.ts'
import { lookOfState, StateShape } from './shape.tsx'
import { Age, Time } from './time.tsx'
import { VendorLink } from './vendor-link.tsx'

/** "Courier is up right now · checked … at status.courier.com". `asOf`: the past moment that the page is about, or null. */
export function VendorState({ vendor, asOf }: { vendor: VendorView; asOf: Date | null }) {
  const { name, state, openIncidents, checkedAt } = vendor
  const sentence = stateSentence({ name, state, open: openIncidents, lastGoodReadAt: checkedAt, asOf })
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className={`${lookOfState(state).colour} font-[620]`}>
        <span className="mr-2.5">
          <StateShape state={state} />
        </span>
        {sentence.parts.map(({ text, strong }) => (
          <span key={text} className={strong ? undefined : 'font-normal text-ink'}>
            {text}
          </span>
        ))}
      </span>
      <SourceLine vendor={vendor} withTime={state !== 'unknown'} />
    </p>
  )
}

function SourceLine({ vendor, withTime }: { vendor: VendorView; withTime: boolean }) {
  const primary = vendor.sources.find((source) => source.isPrimary) ?? vendor.sources[0]
  const host = primary?.url && URL.canParse(primary.url) ? new URL(primary.url).host : null
  const checkedAt = withTime ? vendor.checkedAt : null
  if (host === null && checkedAt === null) return null
  return (
    <span className="max-md:w-full max-md:pl-5.5 text-small text-soft">
      {checkedAt !== null && (
        <>
          checked <Time at={checkedAt} zone />{' '}
        </>
      )}
      {host !== null && (
        <>
          {checkedAt === null ? 'source' : 'at'} <VendorLink href={primary?.url ?? undefined}>{host}</VendorLink>
        </>
      )}
      {checkedAt !== null && <Age since={checkedAt} before=" · " />}
    </span>
  )
}
