import { makePrimary, pauseSource, setPollInterval } from '#lib/admin/sources.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

type Deed = (id: number, form: FormData, actor: string) => Promise<{ vendor: string; message: string }>

/** By the button that was pressed. */
const DEEDS: Record<string, Deed> = {
  primary: async (id, _form, actor) => ({
    vendor: await makePrimary(id, actor),
    message: 'It is the primary source now.',
  }),
  pause: async (id, _form, actor) => ({ vendor: await pauseSource(id, true, actor), message: 'The source is paused.' }),
  resume: async (id, _form, actor) => ({
    vendor: await pauseSource(id, false, actor),
    message: 'The source is read again.',
  }),
  interval: async (id, form, actor) => ({
    vendor: await setPollInterval(id, Number(text(form, 'minutes') ?? Number.NaN) * 60, actor),
    message: 'The interval is changed.',
  }),
}

export const POST = handleForm(
  (_params: { source: string }, form) => `/admin/vendors/${encodeURIComponent(text(form, 'vendor') ?? '')}`,
  async ({ form, admin, params: { source } }) => {
    const deed = DEEDS[text(form, 'deed') ?? '']
    if (deed === undefined || !/^\d{1,9}$/.test(source))
      throw new InvalidInputError('The form does not say what to do.')
    const { vendor, message } = await deed(Number(source), form, admin.name)
    return { path: `/admin/vendors/${vendor}`, message }
  },
)
