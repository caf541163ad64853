import {
  Button,
  CheckField,
  FormError,
  type FormState,
  SelectField,
  stateOf,
  TextArea,
  TextField,
} from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount } from '#lib/domain/format.ts'
import { countsWords, type PreviewCounts } from './counts-words.ts'
import { type Preview, PreviewList } from './preview-list.tsx'

interface Option {
  value: string
  label: string
}

/** The result of examining an address. */
export interface Finding {
  platform: string
  platformName: string
  url: string
  evidence: string
  movedTo: string | null
  /** The vendor's name, as its page says it. */
  siteName: string | null
  preview: Preview[]
  /** Everything that is listed. */
  counts: PreviewCounts
  /** Problems of the whole source; `warnings` repeats them. */
  problems: string[]
  warnings: string[]
}

/** The ways to add a vendor: by address, from the catalogue, or from a document. */
export function NewVendorForms({ state, platforms }: { state: FormState; platforms: Option[] }) {
  const [detect, document] = [stateOf('detect', state), stateOf('document', state)]
  return (
    <>
      <Section title="Status page URL" isRuled={false}>
        <form method="post" action="/admin/vendors/new/detect" className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="detect" />
          <FormError state={detect} />
          <TextField
            name="url"
            label="Address of the status page, or of the vendor’s site"
            required
            inputMode="url"
            placeholder="status.example.com"
            hint="We check the address before anything is saved: next you see what we found there."
            state={detect}
          />
          <p>
            <Button look="main">Check</Button>
          </p>
        </form>
      </Section>
      <Section title="From the catalogue">
        <form action="/admin/catalogue" className="grid max-w-140 gap-3">
          <TextField name="q" label="Vendor name" scope="catalogue-" />
          <p>
            <Button>Find</Button>
          </p>
        </form>
      </Section>
      <Section title="Upload">
        <form
          method="post"
          action="/admin/vendors/new/documents"
          encType="multipart/form-data"
          className="grid max-w-140 gap-3"
        >
          <input type="hidden" name="form" value="document" />
          <FormError state={document} />
          <NameFields state={document} scope="document-" />
          <DocumentFields state={document} scope="document-" platforms={platforms} />
          <p>
            <Button>Add and read</Button>
          </p>
        </form>
      </Section>
    </>
  )
}

/** What was found at an address, and the form that saves it. */
export function FindingForm({
  id,
  finding,
  known = null,
  state,
  categories,
}: {
  /** Id of the detection; an error leads back to it. */
  id: string
  finding: Finding
  /** The form's initial values. */
  known?: { slug: string; name: string; category: string; websiteUrl: string | null } | null
  state: FormState
  categories: Option[]
}) {
  const { platform, platformName, url, evidence, movedTo, siteName, preview, counts, problems } = finding
  const warnings = finding.warnings.filter((warning) => !problems.includes(warning))
  return (
    <>
      <Section title="Found" isRuled={false}>
        {/* biome-ignore lint/a11y/noAutofocus: the page is loaded anew to say this, so it is where the reader begins */}
        <p tabIndex={-1} autoFocus={Object.keys(state.errors).length === 0} className="max-w-[68ch] outline-none">
          <b className="font-[620]">{platformName}</b> at <span className="wrap-anywhere">{url}</span>:{' '}
          {countsWords(counts, problems.length === 0)}
        </p>
        <p className="mt-1 max-w-[68ch] text-small text-soft wrap-anywhere">How we know: {evidence}.</p>
        {movedTo !== null && (
          <p className="mt-2 max-w-[68ch] text-small">
            The address redirects to <span className="wrap-anywhere">{movedTo}</span>. If that is the vendor’s new
            status page,{' '}
            <a href="/admin/vendors/new" className="linked">
              check that address instead
            </a>
            .
          </p>
        )}
        {problems.map((problem) => (
          <p key={problem} className="mt-2 max-w-[68ch] wrap-anywhere">
            {problem}
          </p>
        ))}
        {warnings.length > 0 && (
          <details className="mt-2 text-small">
            <summary className="linked">{formatCount(warnings.length, 'warning')} about the contents</summary>
            <ul className="mt-2 grid gap-1 text-soft">
              {[...new Set(warnings)].map((warning) => (
                <li key={warning} className="wrap-anywhere">
                  {warning}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Section>
      <Section title="Save">
        <form method="post" action="/admin/vendors/new/save" className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="save" />
          <input type="hidden" name="detection" value={id} />
          {known !== null && <input type="hidden" name="catalogue" value={known.slug} />}
          <input type="hidden" name="platform" value={platform} />
          <input type="hidden" name="url" value={url} />
          <FormError state={state} />
          <NameFields state={state} known={known ?? { slug: '', name: siteName ?? '' }} />
          <SelectField name="category" label="Category" options={categories} value={known?.category} state={state} />
          <TextField
            name="websiteUrl"
            label="The vendor’s own website (optional)"
            inputMode="url"
            value={known?.websiteUrl ?? ''}
            state={state}
          />
          <CheckField name="backfill" label="Also read the whole history" checked state={state} />
          <p>
            <Button look="main">Save and read</Button>
          </p>
        </form>
      </Section>
      <Section
        title="Preview"
        aside={preview.length < counts.incidents ? `the newest ${preview.length}` : 'as they would appear'}
      >
        <PreviewList incidents={preview} />
      </Section>
    </>
  )
}

function NameFields({
  state,
  known = null,
  scope = '',
}: {
  state: FormState
  known?: { slug: string; name: string } | null
  scope?: string
}) {
  return (
    <>
      <TextField name="name" label="Name" required value={known?.name} state={state} scope={scope} />
      <TextField
        name="slug"
        label="Slug (optional)"
        value={known?.slug}
        hint="Part of addresses: lower-case letters, digits and hyphens. If empty, we derive it from the name."
        state={state}
        scope={scope}
      />
    </>
  )
}

/** A document of a platform, as a file or as text. */
export function DocumentFields({
  state,
  platforms,
  scope = '',
}: {
  state: FormState
  platforms: Option[]
  scope?: string
}) {
  return (
    <>
      <SelectField
        name="platform"
        label="Format"
        options={[{ value: 'detect', label: 'Detect the format' }, ...platforms]}
        state={state}
        scope={scope}
      />
      <div className="grid gap-1">
        <label htmlFor={`${scope}file`} className="text-label text-soft">
          File, up to 25 MB
        </label>
        <input
          id={`${scope}file`}
          type="file"
          name="file"
          className="text-small file:mr-3 file:h-9 file:rounded-md file:border file:border-edge file:px-3.5"
        />
      </div>
      <TextArea name="text" label="Or paste the text" rows={5} state={state} scope={scope} />
      <TextField
        name="fetchedAt"
        label="Read at (optional)"
        placeholder="2026-05-28T00:00:00Z"
        hint="Include the time zone. If empty, the newest time in the document counts."
        state={state}
        scope={scope}
      />
    </>
  )
}
