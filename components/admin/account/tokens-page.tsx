import { Time } from '#components/text/time.tsx'
import { Button, CheckField, FormError, type FormState, SelectField, stateOf, TextField } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { SCOPE_WORDS, SCOPES } from '#lib/domain/access.ts'
import type { ApiTokenView } from '#lib/queries/admin-schemas.ts'
import { ToldOnce } from './told-once.tsx'

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: '', label: 'never' },
]

interface Props {
  tokens: ApiTokenView[]
  now: Date
  state: FormState
  /** The token that has just been created. */
  secret: string | null
}

/** The API tokens: those in use, the form that creates one, and those revoked or expired. */
export function TokenParts({ tokens, now, state, secret }: Props) {
  const live = tokens.filter((token) => isLive(token, now))
  const gone = tokens.filter((token) => !isLive(token, now))
  return (
    <>
      {secret !== null && (
        <div className="mt-6">
          <ToldOnce label="The new token" secret={secret}>
            Programs send it as “Authorization: Bearer …”.
          </ToldOnce>
        </div>
      )}
      <Section title="Active" isRuled={false}>
        {live.length === 0 ? (
          <p className="text-soft">There are no tokens.</p>
        ) : (
          <ul className="grid gap-6">
            {live.map((token) => (
              <li key={token.id} className="grid gap-1">
                <TokenLine token={token} />
                <RevokeForm token={token} state={state} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Create a token">
        <CreateForm state={stateOf('create', state)} />
      </Section>
      {gone.length > 0 && (
        <Section title="Inactive" aside="expired or revoked">
          <ul className="grid gap-4">
            {gone.map((token) => (
              <li key={token.id}>
                <TokenLine token={token} />
                {token.revokedAt === null && <RevokeForm token={token} state={state} />}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function isLive({ revokedAt, expiresAt }: ApiTokenView, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now)
}

function TokenLine({ token }: { token: ApiTokenView }) {
  const { name, prefix, scope, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, revokedBy } = token
  return (
    <>
      <p className="wrap-anywhere">
        <b className="font-[580]">{name}</b>, scope {scope}, <code className="text-small">{prefix}…</code>
      </p>
      <p className="text-small text-soft">
        Created by {createdBy}, <Time at={createdAt} zone />;{' '}
        {expiresAt === null ? (
          'does not expire'
        ) : (
          <>
            expires <Time at={expiresAt} zone />
          </>
        )}
        ;{' '}
        {lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            last used <Time at={lastUsedAt} zone />
          </>
        )}
        {revokedAt !== null && (
          <>
            ; revoked by {revokedBy}, <Time at={revokedAt} zone />
          </>
        )}
      </p>
    </>
  )
}

function RevokeForm({ token: { id, name }, state }: { token: ApiTokenView; state: FormState }) {
  const own = state.values.token === String(id) ? stateOf('revoke', state) : undefined
  return (
    <form method="post" action="/admin/tokens/change" className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <input type="hidden" name="form" value="revoke" />
      <input type="hidden" name="token" value={id} />
      {own !== undefined && <FormError state={own} />}
      <CheckField
        name="confirm"
        label={`Refuse programs that use ${name} from now on`}
        required
        scope={`token-${id}-`}
        {...(own !== undefined && { state: own })}
      />
      <Button>Revoke</Button>
    </form>
  )
}

function CreateForm({ state }: { state: FormState }) {
  return (
    <form method="post" action="/admin/tokens/change" className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="create" />
      <FormError state={state} />
      <TextField
        name="name"
        label="Name"
        required
        autoComplete="off"
        maxLength={60}
        hint="Where the token is used, for example “grafana” or “nightly import”. The audit log shows this name."
        state={state}
      />
      <SelectField
        name="scope"
        label="Scope"
        value="read"
        options={SCOPES.map((value) => ({ value, label: value }))}
        state={state}
      />
      <dl className="grid gap-1 text-label text-soft">
        {SCOPES.map((scope) => (
          <div key={scope}>
            <dt className="inline font-[580]">{scope}: </dt>
            <dd className="inline">{SCOPE_WORDS[scope]}</dd>
          </div>
        ))}
      </dl>
      <SelectField name="days" label="Expires after" value="90" options={LIFETIMES} state={state} />
      <p>
        <Button look="main">Create token</Button>
      </p>
    </form>
  )
}
