import { type ComponentChildren } from 'preact';

export interface Figure {
  readonly name: string;
  readonly value: ComponentChildren;
  /** How the figure came about, or what it is of; `null` for nothing to add. */
  readonly note: string | null;
}

/** Key figures side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note === null ? null : <dd class="muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
