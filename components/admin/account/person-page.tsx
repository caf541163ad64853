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
            {`It works once, for ${LINK_DAYS} days; until then the present password stays.`}
          </ToldOnce>
        </div>
      )}
      <Section title="Account" isRuled={false}>
        <p>
          {ROLE_WORDS[role]}; signs in by {signInWords(person, issuerName)}. Here since <Time at={createdAt} zone />,{' '}
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
            A rule of the configuration (OIDC_ADMINS, OIDC_VIEWERS) has let {name} in. It decides about the role at
            every sign-in, so it is not changed here.
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
                End it
              </Button>
            </form>
          )}
        />
        {sessions.length > 0 && (
          <form method="post" action={action} className="mt-4 grid gap-2">
            <input type="hidden" name="form" value="signOut" />
            <CheckField
              name="confirm"
              label={`${name} has to sign in again, everywhere`}
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
            Makes a link by which {name} sets a new password. It works once, for {LINK_DAYS} days; you copy it and send
            it, since this site sends no mail. The present password and sessions end when it is used.
          </p>
          <p>
            <Button>Make a link for a new password</Button>
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
    tokenCount === 0 ? '' : `; the ${formatCount(tokenCount, 'token')} they made stop working with the role of admin`
  return (
    <form method="post" action={action} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="role" />
      <FormError state={state} />
      <SelectField
        name="role"
        label="Role"
        value={role}
        options={ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
        hint={`A viewer sees the whole admin area and changes nothing${loses}. Invitations that an admin has made end with the role, too.`}
        state={state}
      />
      <CheckField name="confirm" label={`${name} has to sign in again`} required scope="role-" state={state} />
      <p>
        <Button>Change the role</Button>
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
        {name} is signed out everywhere at once and cannot sign in any more. Invitations that they have made and that
        are still open end. What they have done stays in the audit log and on corrections, under this name.
      </p>
      {isByRule && (
        <p className="max-w-[68ch]">
          The rule of the configuration that has let {name} in will do so again: change OIDC_ADMINS and OIDC_VIEWERS, or
          the groups at the issuer, first.
        </p>
      )}
      {tokenCount > 0 && (
        <CheckField
          name="revokesTokens"
          label={`Revoke the ${formatCount(tokenCount, 'token')} that this person has made, too`}
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
