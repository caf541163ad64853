import { CollapsibleSection } from '#components/ui/collapsible-section.tsx'
import {
  Button,
  CheckField,
  ConfirmField,
  FormError,
  type FormState,
  SelectField,
  stateOf,
  TextField,
} from '#components/ui/form.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { AdminVendor } from '#lib/queries/admin-schemas.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'
import { CopyFirst } from './deletion-impact.tsx'
import { DocumentFields } from './new-vendor.tsx'

interface Option {
  value: string
  label: string
}

interface Props {
  vendor: AdminVendor
  state: FormState
}

/** Forms for name, website and category; for the slug; and for pausing and merging. Each opens where it has an error. */
export function VendorForms({ vendor, state, categories }: Props & { categories: Option[] }) {
  const { slug, key, name, websiteUrl, category, pausedAt, formerSlugs } = vendor
  const action = `/admin/vendors/${slug}/change`
  const [edit, rename] = [stateOf('edit', state), stateOf('rename', state)]
  return (
    <>
      <CollapsibleSection title="Details" aside="name, website, category" isOpen={state.form === 'edit'} changes>
        <form method="post" action={action} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="edit" />
          <FormError state={edit} />
          <TextField name="name" label="Name" value={name} required state={edit} />
          <TextField
            name="websiteUrl"
            label="Website (optional)"
            value={websiteUrl ?? ''}
            inputMode="url"
            state={edit}
          />
          <SelectField name="category" label="Category" value={category ?? ''} options={categories} state={edit} />
          <p>
            <Button>Save</Button>
          </p>
        </form>
      </CollapsibleSection>
      <CollapsibleSection title="Address" aside={`/vendors/${slug}`} isOpen={state.form === 'rename'} changes>
        <form method="post" action={action} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="rename" />
          <FormError state={rename} />
          <TextField
            name="slug"
            label="Slug"
            value={slug}
            hint={`Links with a former slug redirect to the new one permanently. Permalinks keep their ids, which come from the first slug, ${key}.`}
            state={rename}
          />
          {formerSlugs.length > 0 && <p className="text-small text-soft">Formerly: {formerSlugs.join(', ')}</p>}
          <p>
            <Button>Rename</Button>
          </p>
        </form>
      </CollapsibleSection>
      <CollapsibleSection
        title={pausedAt === null ? 'Pause or merge' : 'Paused'}
        aside={pausedAt === null ? undefined : 'resume or merge'}
        isOpen={pausedAt !== null || state.form === 'pause'}
        changes
      >
        <form method="post" action={action} className="grid gap-3">
          <input type="hidden" name="form" value={pausedAt === null ? 'pause' : 'resume'} />
          <p className="max-w-[68ch] text-small text-soft">
            {pausedAt === null
              ? 'While a vendor is paused, its sources are not polled. Its history stays public.'
              : 'The sources are not polled. “Resume” polls them at once.'}
          </p>
          <p>
            <Button>{pausedAt === null ? 'Pause all sources' : 'Resume'}</Button>
          </p>
        </form>
        <p className="mt-4">
          <a href={`/admin/vendors/${slug}/merge`} className="linked">
            Merge into another vendor…
          </a>
        </p>
      </CollapsibleSection>
    </>
  )
}

export function AddSourceForm({ vendor, state, platforms }: Props & { platforms: Option[] }) {
  const own = stateOf('addSource', state)
  return (
    <form method="post" action={`/admin/vendors/${vendor.slug}/change`} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="addSource" />
      <FormError state={own} />
      <SelectField name="platform" label="Platform" options={platforms} state={own} scope="source-" />
      <TextField
        name="url"
        label="Address"
        required
        inputMode="url"
        placeholder="https://status.example.com"
        state={own}
      />
      <p>
        <Button>Add source</Button>
      </p>
    </form>
  )
}

export function DocumentForm({ vendor, state, platforms }: Props & { platforms: Option[] }) {
  const own = stateOf('document', state)
  return (
    <form
      method="post"
      action={`/admin/vendors/${vendor.slug}/documents`}
      encType="multipart/form-data"
      className="grid max-w-140 gap-3"
    >
      <input type="hidden" name="form" value="document" />
      <FormError state={own} />
      <DocumentFields state={own} scope="document-" platforms={platforms} />
      <CheckField name="dryRun" label="Dry run" scope="document-" state={own} />
      <p>
        <Button>Read document</Button>
      </p>
    </form>
  )
}

export function DeleteForm({ vendor, state }: Props) {
  const { slug, name, counts, sources } = vendor
  const { permalinks, ...rows } = counts
  const own = stateOf('delete', state)
  return (
    <form method="post" action={`/admin/vendors/${slug}/change`} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="delete" />
      <FormError state={own} />
      <p className="max-w-[68ch]">
        This deletes {name} for good, with {describeDeletionImpact({ ...rows, sources: sources.length })}. All its{' '}
        {formatCount(permalinks, 'permalink')} will return “not found”. This cannot be undone here. If this is the same
        vendor as another one,{' '}
        <a href={`/admin/vendors/${slug}/merge`} className="linked">
          merge the two
        </a>{' '}
        instead, so that permalinks keep working.
      </p>
      <CopyFirst vendor={slug} />
      <ConfirmField word={slug} state={own} />
      <p>
        <Button look="danger">Delete {name}</Button>
      </p>
    </form>
  )
}
