import { type Note } from '../../src/domain/forecast.ts';
import { detailText } from '../i18n/detail-text.ts';
import { messages } from '../i18n/index.ts';

/** Remarks of a computed document. */
export function Notes({ notes }: { readonly notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <section>
      <h2>{messages.value.forecast.notes}</h2>
      <ul class="notes">
        {notes.map((note) => (
          <li key={detailText(note)}>{detailText(note)}</li>
        ))}
      </ul>
    </section>
  );
}
