import { type Note } from '../../src/domain/forecast.ts';
import { argumentsText, detailText } from '../i18n/detail-text.ts';
import { messages } from '../i18n/index.ts';

/** Remarks of a computed document. */
export function Notes({ notes }: { readonly notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  const { locale, forecast: words } = messages.value;
  const texts = notes.map((note) => {
    const known = words.noteTexts[note.code];
    if (known === undefined) return detailText(note, locale);
    const given = argumentsText(note.details, locale);
    return given === '' ? known : `${known} (${given})`;
  });
  return (
    <section>
      <h2>{words.notes}</h2>
      <ul class="notes">
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
