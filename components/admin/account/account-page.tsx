import { Button, FormError, type FormState, stateOf, TextField } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { UNNAMED_ADMIN } from '#lib/domain/access.ts'
import type { PersonLine, SessionView } from '#lib/queries/admin-schemas.ts'
import { PasswordForm } from './password-form.tsx'
import { signInWords } from './people-page.tsx'
import { SessionList } from './session-list.tsx'

interface Props {
  person: PersonLine
  sessions: SessionView[]
  /** The session that this request uses. */
  current: string
  state: FormState
  issuerName: string | null
}

/** The user's own account page. Viewers can change their account too, so its forms carry `data-own`. */
export function AccountParts({ person, sessions, current, state, issuerName }: Props) {
  return (
    <>
      <Section title="Signed in" isRuled={false}>
        <p>
          {person.name}, {person.role === 'admin' ? 'admin' : 'viewer: can see everything here but change nothing'}.
          Signs in with {signInWords(person, issuerName)}.
        </p>
      </Section>
      {person.role === 'admin' && (
        <Section title="Name shown with your corrections">
          <form method="post" action="/admin/account/name" className="grid max-w-96 gap-4">
            <input type="hidden" name="form" value="name" />
            <FormError state={stateOf('name', state)} />
            <TextField
              name="displayName"
              label="Display name"
              value={person.displayName ?? ''}
              hint={`Public. Without one, your corrections are signed “${UNNAMED_ADMIN}”; your e-mail address is never shown.`}
              state={stateOf('name', state)}
            />
            <p>
              <Button>Save name</Button>
            </p>
          </form>
        </Section>
      )}
      <Section title="Sessions" aside="where you are signed in">
        <SessionList
          sessions={sessions}
          current={current}
          action={(session) =>
            session.id === current ? null : (
              <form method="post" action="/admin/account/sessions" data-own>
                <input type="hidden" name="operation" value="one" />
                <Button name="session" value={session.id}>
                  End
                </Button>
              </form>
            )
          }
        />
        <form method="post" action="/admin/account/sessions" data-own className="mt-5 flex flex-wrap gap-3">
          <FormError state={stateOf('sessions', state)} />
          <input type="hidden" name="form" value="sessions" />
          {sessions.length > 1 && (
            <Button name="operation" value="others">
              End all other sessions
            </Button>
          )}
          <Button name="operation" value="everywhere">
            Sign out everywhere
          </Button>
        </form>
      </Section>
      <Section title="Password">
        {person.hasPassword ? (
          <PasswordForm state={stateOf('password', state)} email={person.name} />
        ) : (
          <p className="max-w-[68ch] text-soft">
            You have no password. An admin can create a link on the People page that lets you set one.
          </p>
        )}
      </Section>
    </>
  )
}
