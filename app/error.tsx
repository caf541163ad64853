'use client'

import { PageTitle } from '#components/ui/page-title.tsx'

/** Shown for a failure in the browser; the HTTP layer answers those on the server with their true status. */
export default function ErrorPage({ retry }: { retry: () => void }) {
  return (
    <div role="alert">
      <PageTitle>This page failed</PageTitle>
      <p className="mt-4 max-w-[68ch] text-soft">
        Something went wrong while showing this page. Other pages should still work.
      </p>
      <p className="mt-4 flex gap-5">
        <button type="button" onClick={retry} className="linked">
          Try again
        </button>
        <a href="/" className="linked">
          All vendors
        </a>
      </p>
    </div>
  )
}
