import { Time } from '#components/text/time.tsx'
import {
  Button,
  CheckField,
  ConfirmField,
  FormError,
  type FormState,
  SelectField,
  stateOf,
} from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { LINK_DAYS, ROLE_WORDS, ROLES } from '#lib/domain/access.ts'
import { formatCount } from '#lib/domain/format.ts'
import type { PersonLine, SessionView } from '#lib/queries/admin-schemas.ts'
import { signInWords } from './people-page.tsx'
import { SessionList } from './session-list.tsx'
import { ToldOnce } from './told-once.tsx'

interface Props {
  person: PersonLine
  sessions: SessionView[]
  /** The session that this request uses; null for a program. */
  current: string | null
  state: FormState
  secret: string | null
  issuerName: string | null
}

/** Everything an admin can do with one person. */
export function PersonParts({ person, sessions, current, state, secret, issuerName }: Props) {
  const { id, name, role, isByRule, createdAt, lastSignInAt } = person
  const action = `/admin/people/${id}/change`
  return (
    <>
      {secret !== null && (
        <div className="mt-6">
          <ToldOnce label={`Send this link to ${name}`} secret={secret}>
            {`The link works once, within ${LINK_DAYS} days. The current password stays valid until then.`}
          </ToldOnce>
        </div>
      )}
      <Section title="Account" isRuled={false}>
        <p>
          {ROLE_WORDS[role]}; signs in with {signInWords(person, issuerName)}. Added <Time at={createdAt} zone />,{' '}
          {lastSignInAt === null ? (
            'never signed in.'
          ) : (
            <>
              last sign-in <Time at={lastSignInAt} zone />.
            </>
          )}
        </p>
      </Section>
      <Section title="Role">
        {isByRule ? (
          <p className="max-w-[68ch] text-small text-soft">
            A rule in the configuration (OIDC_ADMINS, OIDC_VIEWERS) gives {name} access and sets the role at every
            sign-in, so you cannot change the role here.
          </p>
        ) : (
          <RoleForm person={person} action={action} state={stateOf('role', state)} />
        )}
      </Section>
      <Section title="Sessions" aside={formatCount(sessions.length, 'session')}>
        <SessionList
          sessions={sessions}
          current={current}
          action={(session) => (
            <form method="post" action={action}>
              <input type="hidden" name="form" value="session" />
              <Button name="session" value={session.id}>
                End
              </Button>
            </form>
          )}
        />
        {sessions.length > 0 && (
          <form method="post" action={action} className="mt-4 grid gap-2">
            <input type="hidden" name="form" value="signOut" />
            <CheckField
              name="confirm"
              label={`Sign ${name} out everywhere`}
              required
              scope="sign-out-"
              state={stateOf('signOut', state)}
            />
            <p>
              <Button>End all sessions</Button>
            </p>
          </form>
        )}
      </Section>
      <Section title="Password">
        <form method="post" action={action} className="grid gap-3">
          <input type="hidden" name="form" value="link" />
          <FormError state={stateOf('link', state)} />
          <p className="max-w-[68ch] text-small text-soft">
            This creates a link with which {name} sets a new password. The link works once, within {LINK_DAYS} days.
            Copy it and send it yourself, because this site does not send it by email. The current password and sessions
            end when the link is used.
          </p>
          <p>
            <Button>Create password link</Button>
          </p>
        </form>
      </Section>
      <Section title="Remove">
        <RemoveForm person={person} action={action} state={stateOf('remove', state)} />
      </Section>
    </>
  )
}

interface FormProps {
  person: PersonLine
  action: string
  state: FormState
}

function RoleForm({ person: { name, role, tokenCount }, action, state }: FormProps) {
  const loses =
    tokenCount === 0
      ? ''
      : `; without the admin role, the ${formatCount(tokenCount, 'token')} that they created stop working`
  return (
    <form method="post" action={action} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="role" />
      <FormError state={state} />
      <SelectField
        name="role"
        label="Role"
        value={role}
        options={ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
        hint={`A viewer can see the whole admin area but change nothing${loses}. Their open invitations end too.`}
        state={state}
      />
      <CheckField name="confirm" label={`${name} must sign in again`} required scope="role-" state={state} />
      <p>
        <Button>Change role</Button>
      </p>
    </form>
  )
}

function RemoveForm({ person: { name, isByRule, tokenCount }, action, state }: FormProps) {
  return (
    <form method="post" action={action} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="remove" />
      <FormError state={state} />
      <p className="max-w-[68ch]">
        {name} is signed out everywhere at once and can no longer sign in. Their open invitations end. The audit log and
        corrections keep what they did, under this name.
      </p>
      {isByRule && (
        <p className="max-w-[68ch]">
          The configuration rule that gave {name} access will do so again. First change OIDC_ADMINS and OIDC_VIEWERS, or
          the groups at the sign-in provider.
        </p>
      )}
      {tokenCount > 0 && (
        <CheckField
          name="revokesTokens"
          label={`Also revoke the ${formatCount(tokenCount, 'token')} that this person created`}
          checked
          state={state}
        />
      )}
      <ConfirmField word={name} state={state} />
      <p>
        <Button look="danger">Remove {name}</Button>
      </p>
    </form>
  )
}
