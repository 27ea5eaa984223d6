/** Form fields with their label above and a hint beside it. */

export function TextField({
  label,
  hint,
  value,
  autocomplete = 'off',
  onInput,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly autocomplete?: 'off' | 'username';
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>
        {label} <small class="muted">{hint}</small>
      </span>
      <input
        type="text"
        value={value}
        autocomplete={autocomplete}
        spellcheck={false}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
    </label>
  );
}

export function PasswordField({
  label,
  value,
  onInput,
}: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="password"
        value={value}
        autocomplete="current-password"
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
    </label>
  );
}

/** A whole number in a range; the browser says what is wrong before anything is sent. */
export function NumberField({
  label,
  value,
  min,
  max,
  onInput,
}: {
  readonly label: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        required
        step={1}
        min={min}
        max={max}
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
    </label>
  );
}
