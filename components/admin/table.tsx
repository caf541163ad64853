import type { ReactNode } from 'react'
import { Scroller } from '#components/ui/scroller.tsx'

/** A table that scrolls inside its own frame on screens too narrow for it. */
export function Table({
  caption,
  columns,
  children,
}: {
  caption: string
  columns: readonly string[]
  children: ReactNode
}) {
  return (
    <Scroller label={caption}>
      <table className="w-full min-w-160 text-small tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-label text-soft">
          <tr className="border-line border-b">
            {columns.map((column) => (
              <th key={column} scope="col" className="py-2 pr-5 text-left font-[450]">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroller>
  )
}

export function Row({ children }: { children: ReactNode }) {
  return <tr className="border-line border-b align-baseline">{children}</tr>
}

export function Cell({ children }: { children: ReactNode }) {
  return <td className="py-2 pr-5">{children}</td>
}
