/** What a screen shows while it has nothing to show. */
import { type ComponentChildren } from 'preact';
import { type Problem } from '../api/problem.ts';
import { messages } from '../i18n/index.ts';
import { type Loaded } from '../state/resource.ts';
import { linkTo } from '../state/route.ts';

export function ProblemBox({
  problem,
  onRetry,
}: {
  readonly problem: Problem;
  readonly onRetry: (() => void) | null;
}) {
  const words = messages.value;
  return (
    <div class="box problem" role="alert">
      <h2>{words.problem.titles[problem.code] ?? problem.title}</h2>
      {problem.detail === '' ? null : <p>{problem.detail}</p>}
      {problem.errors.length === 0 ? null : (
        <ul>
          {problem.errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
      <p>{words.problem.next[problem.code] ?? words.problem.otherwise}</p>
      <p class="muted">{words.problem.code(problem.code)}</p>
      {onRetry === null ? null : (
        <button type="button" onClick={onRetry}>
          {words.frame.retry}
        </button>
      )}
    </div>
  );
}

/** Says what is missing and leads to where it is made. */
export function Empty({ title, next }: { readonly title: string; readonly next: string }) {
  return (
    <div class="box">
      <h2>{title}</h2>
      <p>{next}</p>
      <a class="button" href={linkTo('data')}>
        {messages.value.frame.goToData}
      </a>
    </div>
  );
}

/** A grey shape of the size of what is to come; the words follow if it takes long. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span>{messages.value.frame.loading}</span>
    </div>
  );
}

/** Shows a loaded thing, or its loading, or why it could not be loaded. */
export function Await<T>({
  state,
  onRetry,
  children,
}: {
  readonly state: Loaded<T>;
  readonly onRetry: () => void;
  readonly children: (value: T) => ComponentChildren;
}) {
  if (state.kind === 'loading') return <Skeleton />;
  if (state.kind === 'failed') return <ProblemBox problem={state.problem} onRetry={onRetry} />;
  return <>{children(state.value)}</>;
}
