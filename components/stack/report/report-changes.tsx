import { Section } from '#components/ui/section.tsx'
import type { ReportView } from '#lib/queries/schemas.ts'
import { changeNote, changeSentence, quarterBefore } from '#lib/text/report-words.ts'

/** Each vendor's outages a month against the quarter before, as far as chance allows a verdict. */
export function ReportChanges({ report: { vendors, quarter } }: { report: ReportView }) {
  const earlier = quarterBefore(quarter)
  return (
    <Section title={`Against ${earlier}`} aside="outages a month">
      <ul className="grid max-w-[68ch] gap-1 text-small tabular-nums">
        {vendors.map(({ slug, name, change }) => (
          <li key={slug}>
            <b className="font-[580]">{name}</b>: {changeSentence(change, earlier)}
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-[68ch] text-label text-soft">{changeNote(vendors.length)}</p>
    </Section>
  )
}
