/** Small controls that several screens share. */
import { type StoredHeader } from '../../src/domain/document.ts';
import { messages } from '../i18n/index.ts';
import { formatDate } from '../i18n/format.ts';

export interface Option {
  readonly value: string;
  readonly text: string;
}

export function Picker({
  label,
  value,
  options,
  onPick,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onPick: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          onPick(event.currentTarget.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * Stored results as options: name, version, date. A result that the address names is an option
 * even if the list does not reach back to it.
 */
export function resultOptions(headers: readonly StoredHeader[], named?: string): readonly Option[] {
  const { locale, frame } = messages.value;
  const listed = headers.map((header) => ({
    value: header.id,
    text: frame.stored(
      header.name,
      header.version,
      formatDate(header.createdAt.slice(0, 10), locale, 'full'),
    ),
  }));
  const isKnown = named === undefined || listed.some(({ value }) => value === named);
  return isKnown ? listed : [...listed, { value: named, text: named }];
}

/** The wanted one if it is among the options, else the first; `null` without options. */
export function pickOf(options: readonly Option[], wanted: string | undefined): string | null {
  const found = options.find((option) => option.value === wanted) ?? options[0];
  return found?.value ?? null;
}

/** Buttons of which one is pressed. */
export function Toggle({
  label,
  value,
  options,
  onPick,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onPick: (value: string) => void;
}) {
  return (
    <div class="toggle" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => {
            onPick(option.value);
          }}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

/** Chart or table: the same figures either way. */
export function ViewToggle({
  view,
  onPick,
}: {
  readonly view: string;
  readonly onPick: (view: string) => void;
}) {
  const { frame } = messages.value;
  const options = [
    { value: 'chart', text: frame.chart },
    { value: 'table', text: frame.table },
  ];
  return <Toggle label={frame.shownAs} value={view} options={options} onPick={onPick} />;
}
