import type { ReactNode } from 'react'

/** Something the reader should know before reading on. */
export function Notice({ children }: { children: ReactNode }) {
  return <p className="mt-4 max-w-[68ch] border-edge border-l-2 py-0.5 pl-3.5 text-small text-soft">{children}</p>
}

export function SampleNotice({ name }: { name: string }) {
  return (
    <Notice>
      <b className="font-[580] text-ink">Sample archive.</b> The titles, times and statuses are {name}’s; we wrote the
      short texts. The sample is replaced once {name}’s status page is read.
    </Notice>
  )
}
