import { figureName, figureValue } from '#components/admin/figure-words.ts'
import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Button, ConfirmField, FormError, type FormState, SelectField, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'
import { CopyFirst } from './deletion-impact.tsx'

type Figures = Record<string, number | null>

interface Review {
  slug: string
  into: string
  deletionImpact: DeletionImpact
  shared: string[]
  sources: { id: number; key: string; isPrimary: boolean }[]
  figures: { own: Figures; before: Figures; after: Figures }
}

interface Named {
  slug: string
  name: string
}

/** Chooses the vendor to merge into, as a GET form. */
export function MergeChoice({ slug, into, others }: { slug: string; into: string; others: Named[] }) {
  return (
    <Section title="Into" isRuled={false}>
      <form method="get" action={`/admin/vendors/${slug}/merge`} className="flex flex-wrap items-end gap-3">
        <SelectField
          name="into"
          label="Vendor"
          value={into}
          options={others.map((other) => ({ value: other.slug, label: other.name }))}
          className="w-64"
        />
        <Button>Preview</Button>
      </form>
    </Section>
  )
}

/** What is moved, how the figures change, and the form that merges. */
export function MergeReviewParts({ review, vendors, state }: { review: Review; vendors: Named[]; state: FormState }) {
  const { slug, into, shared, sources, figures } = review
  const { permalinks: _, ...rows } = review.deletionImpact
  const nameOf = (wanted: string) => vendors.find((vendor) => vendor.slug === wanted)?.name ?? wanted
  const own = stateOf('merge', state)
  const primary = sources.find(({ isPrimary }) => isPrimary)
  return (
    <>
      <Section title="What moves">
        <p className="max-w-[68ch]">
          {describeDeletionImpact(rows)} become {nameOf(into)}’s. /vendors/{slug} and every permalink below it redirect
          to {nameOf(into)}; the ids stay the same. No permalink is lost.
        </p>
        {shared.length > 0 && (
          <p className="mt-2 max-w-[68ch] wrap-anywhere">
            Both read {shared.join(', ')}: {nameOf(into)}’s source continues, the other is no longer read, and incidents
            that both have count once.
          </p>
        )}
      </Section>
      <Section title="Figures" aside="outages in 24 months">
        <Table
          caption="Headline figures"
          columns={['Figure', nameOf(slug), `${nameOf(into)} now`, `${nameOf(into)} after`]}
        >
          {Object.keys(figures.after).map((figure) => (
            <Row key={figure}>
              <Cell>{figureName(figure)}</Cell>
              <Cell>{figureValue(figure, figures.own[figure])}</Cell>
              <Cell>{figureValue(figure, figures.before[figure])}</Cell>
              <Cell>
                <b className="font-[620]">{figureValue(figure, figures.after[figure])}</b>
              </Cell>
            </Row>
          ))}
        </Table>
        <p className="mt-2 max-w-[68ch] text-small text-soft">
          For time that the primary source covers completely, incidents of other sources are shown but not counted.
        </p>
        {sources.length > 1 && (
          <form method="get" action={`/admin/vendors/${slug}/merge`} className="mt-4 flex flex-wrap items-end gap-3">
            <input type="hidden" name="into" value={into} />
            <SelectField
              name="primary"
              label="Primary source afterwards"
              value={String(primary?.id ?? '')}
              options={sources.map(({ id, key }) => ({ value: String(id), label: key }))}
              className="w-80"
            />
            <Button>Compare</Button>
          </form>
        )}
      </Section>
      <Section title="Merge">
        <form method="post" action={`/admin/vendors/${slug}/merge/save`} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="merge" />
          <input type="hidden" name="into" value={into} />
          <input type="hidden" name="primary" value={primary?.id ?? ''} />
          <FormError state={own} />
          <p className="max-w-[68ch]">
            You cannot undo a merge: afterwards nothing records which vendor an address belonged to. An export made
            beforehand restores everything.
          </p>
          <CopyFirst vendor={slug} />
          <ConfirmField word={slug} state={own} />
          <p>
            <Button look="danger">
              Merge {nameOf(slug)} into {nameOf(into)}
            </Button>
          </p>
        </form>
      </Section>
    </>
  )
}
