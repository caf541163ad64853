/** Where to get a copy before deleting. */
export function CopyFirst({ vendor }: { vendor: string }) {
  return (
    <p className="max-w-[68ch] text-small">
      Keep a copy first:{' '}
      <a href={`/vendors/${vendor}/incidents.ndjson?window=all&kind=all`} className="linked">
        all incidents as NDJSON
      </a>
      ; <code>npm run cli -- export --out FILE.ndjson</code> writes everything, documents included, and{' '}
      <code>import</code> restores it.
    </p>
  )
}
