import { Scroller } from '#components/ui/scroller.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatShortMonth } from '#lib/domain/format.ts'
import type { ReportVendor } from '#lib/queries/schemas.ts'
import { monthWords, TARGET_NOTE } from '#lib/text/report-words.ts'

/** Each month's posted downtime against what a percentage of a contract allows. */
export function ReportMonths({ vendors, target }: { vendors: ReportVendor[]; target: number }) {
  const months = vendors[0]?.months ?? []
  return (
    <Section id="target" title={`Months against ${target}%`} aside="posted downtime">
      <Scroller label={`Months against ${target}%`}>
        <table className="w-full text-small tabular-nums">
          <thead className="text-label text-soft">
            <tr className="border-line border-b [&>th]:font-[450]">
              <th scope="col" className="py-1.5 text-left">
                Vendor
              </th>
              {months.map(({ month }) => (
                <th key={month} scope="col" className="py-1.5 pl-4 text-right">
                  {formatShortMonth(month)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {vendors.map(({ slug, name, months: held }) => (
              <tr key={slug} className="border-line border-b">
                <th scope="row" className="py-1.5 text-left font-[600]">
                  {name}
                </th>
                {(held ?? []).map((month) => (
                  <td key={month.month} className={`py-1.5 pl-4 text-right ${month.isOver ? 'font-[620]' : ''}`}>
                    {monthWords(month)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <p className="mt-2 max-w-[68ch] text-label text-soft">{TARGET_NOTE}</p>
    </Section>
  )
}
