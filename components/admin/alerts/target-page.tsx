import { ToldOnce } from '#components/admin/account/told-once.tsx'
import { Time } from '#components/text/time.tsx'
import { Button, ConfirmField, FormError, type FormState, stateOf, TextField } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { KIND_FACTS } from '#lib/domain/alerts/target-kinds.ts'
import { type AlertDeliveryView, type AlertTargetView, targetHealth } from '#lib/domain/alerts/target-views.ts'
import { DeliveryTable } from './delivery-table.tsx'
import { TargetFields } from './target-fields.tsx'
import { healthWords, KIND_HELP, placeOf } from './target-words.ts'

interface Props {
  target: AlertTargetView
  deliveries: readonly AlertDeliveryView[]
  /** Whether there are older ones than those. */
  hasMore: boolean
  state: FormState
  secret: string | null
  canChange: boolean
}

/** A target: how it does, its log, and what an admin can do with it. */
export function TargetParts({ target, deliveries, hasMore, state, secret, canChange }: Props) {
  const last = deliveries.at(-1)
  return (
    <>
      {secret !== null && (
        <div className="mt-6">
          <ToldOnce label="The signing secret" secret={secret} kept="the site keeps it encrypted">
            The receiver verifies messages with it.
          </ToldOnce>
        </div>
      )}
      <Section title="State" isRuled={false}>
        <Health target={target} />
        {canChange && <Operations target={target} state={state} />}
      </Section>
      <Section title="Deliveries" aside="kept for 40 days">
        <DeliveryTable deliveries={deliveries} />
        {hasMore && last !== undefined && (
          <p className="mt-3 text-small">
            <a href={`/admin/alerts/targets/${target.id}?before=${last.id}`} className="linked">
              Older deliveries
            </a>
          </p>
        )}
      </Section>
      {canChange && <Forms target={target} state={state} />}
    </>
  )
}

function Health({ target }: { target: AlertTargetView }) {
  const { kind, acceptedAt, disabledReason, failure, failedAt, waitingCount } = target
  return (
    <>
      <p className="wrap-anywhere">
        {KIND_FACTS[kind].label}, {placeOf(target)}: {healthWords(target)}; {waitingCount} waiting.
      </p>
      <p className="text-small text-soft">
        Last accepted {acceptedAt === null ? 'never' : <Time at={acceptedAt} zone />}.
      </p>
      {disabledReason !== null && <p className="max-w-[68ch] text-small">Disabled: {disabledReason}</p>}
      {failure !== null && failedAt !== null && targetHealth(target) !== 'working' && (
        <p className="max-w-[68ch] text-small wrap-anywhere">
          <Time at={failedAt} zone />: {failure}
        </p>
      )}
    </>
  )
}

function Operations({
  target: { id, kind, pausedAt, disabledAt },
  state,
}: {
  target: AlertTargetView
  state: FormState
}) {
  const action = `/admin/alerts/targets/${id}/change`
  return (
    <div className="mt-3 flex flex-wrap gap-3">
      <Operation action={action} form="test" label="Send a test" state={state} />
      <Operation
        action={action}
        form={pausedAt === null ? 'pause' : 'resume'}
        label={pausedAt === null ? 'Pause' : 'Resume'}
        state={state}
      />
      {disabledAt !== null && <Operation action={action} form="enable" label="Enable" state={state} />}
      {kind === 'webhook' && (
        <Operation action={action} form="rotate" label="Replace the signing secret" state={state} />
      )}
    </div>
  )
}

function Operation({ action, form, label, state }: { action: string; form: string; label: string; state: FormState }) {
  return (
    <form method="post" action={action} className="grid justify-items-start gap-2">
      <FormError state={stateOf(form, state)} />
      <input type="hidden" name="form" value={form} />
      <Button>{label}</Button>
    </form>
  )
}

function Forms({ target, state }: { target: AlertTargetView; state: FormState }) {
  const { id, kind, name, concurrency, perMinute, digestOver, settings } = target
  const action = `/admin/alerts/targets/${id}/change`
  const [limits, address, removal] = [stateOf('edit', state), stateOf('address', state), stateOf('delete', state)]
  return (
    <>
      <Section title="Name and limits">
        <form method="post" action={action} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="edit" />
          <FormError state={limits} />
          <TextField name="name" label="Name" required maxLength={60} value={name} state={limits} />
          <TextField
            name="concurrency"
            label="Attempts at once"
            inputMode="numeric"
            value={String(concurrency)}
            state={limits}
          />
          <TextField
            name="perMinute"
            label="Messages a minute"
            inputMode="numeric"
            value={String(perMinute ?? '')}
            hint="Empty for no limit."
            state={limits}
          />
          <TextField
            name="digestOver"
            label="Events a minute that become one message"
            inputMode="numeric"
            value={String(digestOver ?? '')}
            hint="Above this number. Empty for never."
            state={limits}
          />
          <p>
            <Button>Save</Button>
          </p>
        </form>
      </Section>
      <Section title="Address and secrets" aside="never shown again">
        <form method="post" action={action} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="address" />
          <FormError state={address} />
          <p className="max-w-[68ch] text-small text-soft">{KIND_HELP[kind].how}</p>
          <TargetFields
            kind={kind}
            state={address}
            {...(settings.template !== undefined && { template: settings.template })}
          />
          <p>
            <Button>Replace</Button>
          </p>
        </form>
      </Section>
      <Section title="Delete">
        <form method="post" action={action} className="grid max-w-140 gap-3">
          <input type="hidden" name="form" value="delete" />
          <FormError state={removal} />
          <ConfirmField word={name} state={removal} />
          <p>
            <Button look="danger">Delete with its log</Button>
          </p>
        </form>
      </Section>
    </>
  )
}
