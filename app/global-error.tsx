'use client'

/** Shown when the layout itself fails: it has its own document and depends on nothing of the site. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>This page failed · Outage History</title>
        <main role="alert">
          <h1>This page failed</h1>
          <p>Something went wrong while showing this page. Other pages should still work.</p>
          <p>
            <button type="button" onClick={retry}>
              Try again
            </button>{' '}
            <a href="/">All vendors</a>
          </p>
        </main>
      </body>
    </html>
  )
}
