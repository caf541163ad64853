import {
  changeTarget,
  deleteTarget,
  enableTarget,
  pauseTarget,
  rotateSecret,
  sendTest,
} from '#lib/admin/alerts/targets.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { type FormResult, handleForm, named, number, text } from '../../../../form.ts'
import { readTarget, TARGET_FIELDS } from '../../target-form.ts'

export const dynamic = 'force-dynamic'

type ChangeHandler = (id: number, form: FormData, actor: string) => Promise<Partial<FormResult>>

const HANDLERS: Record<string, ChangeHandler> = {
  async test(id, _form, actor) {
    await sendTest(id, actor)
    return { message: 'A test is on its way; load this page again to see what came of it.' }
  },
  async pause(id, _form, actor) {
    await pauseTarget(id, true, actor)
    return { message: 'Paused. What comes meanwhile is noted in the log and not sent.' }
  },
  async resume(id, _form, actor) {
    await pauseTarget(id, false, actor)
    return { message: 'Resumed.' }
  },
  async enable(id, _form, actor) {
    await enableTarget(id, actor)
    return { message: 'Enabled. What failed can be sent again one by one.' }
  },
  async rotate(id, _form, actor) {
    const secret = await rotateSecret(id, actor)
    return { message: 'Replaced. The former secret signs too for a day.', secret }
  },
  async edit(id, form, actor) {
    const limits = {
      concurrency: number(form, 'concurrency') ?? undefined,
      perMinute: number(form, 'perMinute'),
      digestOver: number(form, 'digestOver'),
    }
    await changeTarget(id, { name: text(form, 'name') ?? '', ...limits }, actor)
    return { message: 'Saved.' }
  },
  async address(id, form, actor) {
    const secret = await changeTarget(id, readTarget(form), actor)
    return { message: 'Replaced. Send a test to see whether it works.', secret }
  },
  async delete(id, form, actor) {
    await deleteTarget(id, text(form, 'confirmation') ?? '', actor)
    return { path: '/admin/alerts/targets', message: 'Deleted.' }
  },
}

export const POST = handleForm(
  ['name', 'concurrency', 'perMinute', 'digestOver', 'confirmation', ...TARGET_FIELDS],
  ({ target }: { target: string }) => `/admin/alerts/targets/${encodeURIComponent(target)}`,
  async ({ form, admin, params: { target } }) => {
    const id = toRowId(target)
    if (id === null) throw new NotFoundError('There is no such target.')
    const handler = named(HANDLERS, text(form, 'form'))
    if (handler === undefined) throw new InvalidInputError('The form does not say what to do.')
    return { path: `/admin/alerts/targets/${id}`, ...(await handler(id, form, admin.name)) }
  },
)
