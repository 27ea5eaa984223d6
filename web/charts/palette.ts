/** Colours of the style sheet for what is drawn on a canvas. */

export const COLOURS = [
  'bg',
  'fg',
  'muted',
  'line',
  'soft',
  'accent',
  'scheduled',
  'over',
  'under',
  'band-wide',
  'band-narrow',
] as const;

export type ColourName = (typeof COLOURS)[number];
export type Palette = Readonly<Record<ColourName, string>>;

/** The colours as they are now, light or dark. */
export function readPalette(): Palette {
  // Only a real property is computed: a custom one keeps its light-dark() as text.
  const probe = document.createElement('i');
  document.body.append(probe);
  const entries = COLOURS.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}
