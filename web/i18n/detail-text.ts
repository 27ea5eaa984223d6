import { formatHours, formatNumber } from './format.ts';

type Details = Readonly<Record<string, string | number>>;

/** A code with arguments as words, for codes that have no sentence of their own. */
export function detailText(
  { code, details }: { readonly code: string; readonly details: Details },
  locale: string,
): string {
  const given = argumentsText(details, locale);
  return given === '' ? spaced(code) : `${spaced(code)}: ${given}`;
}

/** "rest 10.5 h, min 11 h": arguments by their names, seconds as hours. */
export function argumentsText(details: Details, locale: string): string {
  return Object.entries(details)
    .map(([name, value]) => {
      if (typeof value === 'string') return `${spaced(name)} ${value}`;
      return name.endsWith('Seconds')
        ? `${spaced(name.slice(0, -'Seconds'.length))} ${formatHours(value, locale)} h`
        : `${spaced(name)} ${formatNumber(value, locale, 3)}`;
    })
    .join(', ');
}

function spaced(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}
