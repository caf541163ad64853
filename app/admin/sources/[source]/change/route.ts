import { deleteSource } from '#lib/admin/source/delete-source.ts'
import { undoMove } from '#lib/admin/source/moves.ts'
import { makePrimary, pauseSource, setPollInterval } from '#lib/admin/source/sources.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { handleForm, named, number, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

type ChangeHandler = (id: number, form: FormData, actor: string) => Promise<{ vendor: string; message: string }>

/** Keyed by the button pressed. */
const HANDLERS: Record<string, ChangeHandler> = {
  primary: async (id, _form, actor) => ({
    vendor: await makePrimary(id, actor),
    message: 'This is now the primary source.',
  }),
  pause: async (id, _form, actor) => ({ vendor: await pauseSource(id, true, actor), message: 'Source paused.' }),
  resume: async (id, _form, actor) => ({
    vendor: await pauseSource(id, false, actor),
    message: 'Source resumed.',
  }),
  moveBack: async (id, _form, actor) => ({
    vendor: await undoMove(id, actor),
    message: 'Move undone: the source is read again.',
  }),
  delete: async (id, form, actor) => ({
    vendor: await deleteSource(id, text(form, 'confirmation') ?? '', actor),
    message: 'Source deleted, with everything that belonged to it.',
  }),
  interval: async (id, form, actor) => ({
    vendor: await setPollInterval(id, (number(form, 'minutes') ?? Number.NaN) * 60, actor),
    message: 'Interval changed.',
  }),
}

/** The page that shows an operation's errors, where the operation has its own page. */
const PAGES: Record<string, string> = { primary: 'primary', moveBack: 'move', delete: 'delete' }

export const POST = handleForm(
  ['vendor', 'confirmation', 'minutes'],
  ({ source }: { source: string }, form) => {
    const page = named(PAGES, text(form, 'operation'))
    return page === undefined
      ? `/admin/vendors/${encodeURIComponent(text(form, 'vendor') ?? '')}`
      : `/admin/sources/${encodeURIComponent(source)}/${page}`
  },
  async ({ form, admin, params: { source } }) => {
    const handler = named(HANDLERS, text(form, 'operation'))
    const id = toRowId(source)
    if (handler === undefined || id === null) throw new InvalidInputError('The form does not say what to do.')
    const { vendor, message } = await handler(id, form, admin.name)
    return { path: `/admin/vendors/${vendor}`, message }
  },
)
