import { PageTitle } from '#components/ui/page-title.tsx'

/** For an address whose query is invalid: says what is wrong and links to a valid page. */
export function UnusableFilter({ problem, href }: { problem: string; href: string }) {
  return (
    <>
      <PageTitle>This page cannot show what the address asks for</PageTitle>
      <p role="alert" className="mt-4 max-w-[68ch]">
        {problem}
      </p>
      <p className="mt-4">
        <a href={href} className="linked">
          Show the page without filters
        </a>
      </p>
    </>
  )
}
