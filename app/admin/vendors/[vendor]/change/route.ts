import { addSource } from '#lib/admin/source/sources.ts'
import { deleteVendor, editVendor, pauseVendor, renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type FormResult, handleForm, named, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

type ChangeHandler = (slug: string, form: FormData, actor: string) => Promise<FormResult>

const pageOf = (slug: string) => `/admin/vendors/${slug}`

/** Keyed by the form's name. */
const HANDLERS: Record<string, ChangeHandler> = {
  async edit(slug, form, actor) {
    const edit = {
      name: text(form, 'name') ?? '',
      websiteUrl: text(form, 'websiteUrl'),
      category: text(form, 'category'),
    }
    await editVendor(slug, edit, actor)
    return { path: pageOf(slug), message: 'Saved.' }
  },
  async rename(slug, form, actor) {
    const present = await renameVendor(slug, text(form, 'slug') ?? '', actor)
    return { path: pageOf(present), message: `Renamed to ${present}; ${slug} redirects there.` }
  },
  async pause(slug, _form, actor) {
    await pauseVendor(slug, true, actor)
    return { path: pageOf(slug), message: 'Paused: the sources are not read until you resume.' }
  },
  async resume(slug, _form, actor) {
    await pauseVendor(slug, false, actor)
    return { path: pageOf(slug), message: 'Resumed.' }
  },
  async addSource(slug, form, actor) {
    await addSource(slug, { platform: text(form, 'platform') ?? '', url: text(form, 'url') ?? '' }, actor)
    return { path: pageOf(slug), message: 'Source added. It is read within a minute.' }
  },
  async delete(slug, form, actor) {
    await deleteVendor(slug, text(form, 'confirmation') ?? '', actor)
    return { path: '/admin/vendors', message: `${slug} deleted, with everything that belonged to it.` }
  },
}

export const POST = handleForm(
  ['name', 'websiteUrl', 'category', 'slug', 'platform', 'url', 'confirmation'],
  ({ vendor }: { vendor: string }) => pageOf(vendor),
  async ({ form, admin, params }) => {
    const handler = named(HANDLERS, text(form, 'form'))
    if (handler === undefined) throw new InvalidInputError('The form does not say what to do.')
    return await handler(params.vendor, form, admin.name)
  },
)
