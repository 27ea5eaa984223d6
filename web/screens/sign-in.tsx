/** What is shown to somebody who has to sign in. */
import { useState } from 'preact/hooks';
import { signIn } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { messages } from '../i18n/index.ts';
import { PasswordField, TextField } from '../parts/fields.tsx';
import { caller } from '../state/caller.ts';

export function SignInScreen() {
  const words = messages.value.signIn;
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await signIn(user, password);
      await caller.refresh();
    } catch (error) {
      setPassword('');
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="box"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{words.title}</h2>
      <TextField
        label={words.user}
        hint=""
        value={user}
        autocomplete="username"
        onInput={setUser}
      />
      <PasswordField label={words.password} value={password} onInput={setPassword} />
      {problem === null ? null : <p role="alert">{problem.detail}</p>}
      <button type="submit" disabled={isBusy || user === '' || password === ''}>
        {words.enter}
      </button>
    </form>
  );
}
