import { type FormState, SelectField, TextArea, TextField } from '#components/ui/form.tsx'
import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'

export const TEMPLATE_EXAMPLE = '{"text": "{{what}}: {{title}}", "url": "{{url}}"}'

const SECURITY = [
  { value: 'starttls', label: 'STARTTLS (usually port 587)' },
  { value: 'tls', label: 'TLS (usually port 465)' },
  { value: 'none', label: 'none (only within your own network)' },
]

/** What a kind of target asks for. Addresses and secrets are never filled in again: what is kept of them is not shown. */
export function TargetFields({ kind, state, template }: { kind: TargetKind; state: FormState; template?: string }) {
  if (kind === 'email') return <MailFields state={state} />
  return (
    <>
      {kind === 'ntfy' && (
        <TextField name="topic" label="Topic" required autoComplete="off" maxLength={64} state={state} />
      )}
      {kind === 'pagerduty' && (
        <TextField name="secret" label="Integration key" type="password" required autoComplete="off" state={state} />
      )}
      <TextField
        name="url"
        label={
          kind === 'pagerduty' || kind === 'ntfy' ? 'Address of the server, if it is another than usual' : 'Address'
        }
        type="url"
        required={kind !== 'pagerduty' && kind !== 'ntfy'}
        autoComplete="off"
        maxLength={2_000}
        state={state}
      />
      {(kind === 'ntfy' || kind === 'json') && (
        <TextField
          name="secret"
          label={
            kind === 'ntfy' ? 'Access token, if the topic needs one' : 'Authorization header, if the receiver needs one'
          }
          type="password"
          autoComplete="off"
          state={state}
        />
      )}
      {kind === 'json' && (
        <TextArea
          name="template"
          label="Template"
          rows={6}
          required
          value={template ?? TEMPLATE_EXAMPLE}
          hint="Placeholders: id, event, what, title, vendor, impact, components, text, ending, url and at, each in double braces."
          state={state}
        />
      )}
      {kind === 'webhook' && (
        <TextField
          name="signingSecret"
          label="Signing secret"
          type="password"
          autoComplete="off"
          hint="Leave it empty to have one made."
          state={state}
        />
      )}
    </>
  )
}

function MailFields({ state }: { state: FormState }) {
  return (
    <>
      <TextField name="server" label="Mail server" required placeholder="mail.example.com:587" state={state} />
      <SelectField name="security" label="Encryption" value="starttls" options={SECURITY} state={state} />
      <TextField name="user" label="User name, if the server wants one" autoComplete="off" state={state} />
      <TextField name="secret" label="Password" type="password" autoComplete="off" state={state} />
      <TextField name="from" label="Sender" type="email" required placeholder="alerts@example.com" state={state} />
      <TextField
        name="to"
        label="Recipients"
        required
        hint="Up to 20 mail addresses, with commas between them."
        state={state}
      />
    </>
  )
}
