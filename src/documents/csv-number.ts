/** How a file writes fractions. `either`: both, as long as there is no doubt. */
export type DecimalStyle = 'point' | 'comma' | 'either';

const POINT = /^-?\d+(\.\d+)?$/;
const COMMA = /^-?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?$/;
/** One mark before three digits: thousands to some, a fraction to others. */
const DOUBTFUL = /^-?[1-9]\d{0,2}[.,]\d{3}$/;
const LONGEST = 40;

/**
 * A decimal number as people write it: "12", "12.5", "-3"; with `comma` also "12,5" and "1.234,5".
 * Everything else is `null`: exponents, hexadecimal, "NaN", signs of plus, digits of other scripts,
 * thousands separators of the other style, and whole parts from 2^53 on, which are not exact.
 */
export function readDecimal(text: string, style: DecimalStyle): number | null {
  if (text.length > LONGEST) return null;
  if (POINT.test(text)) {
    if (text.includes('.')) {
      if (style === 'comma') return COMMA.test(text) ? exact(text.replaceAll('.', '')) : null;
      if (style === 'either' && DOUBTFUL.test(text)) return null;
    }
    return exact(text);
  }
  if (style === 'point' || !COMMA.test(text)) return null;
  if (style === 'either' && DOUBTFUL.test(text)) return null;
  return exact(text.replaceAll('.', '').replace(',', '.'));
}

function exact(text: string): number | null {
  const value = Number(text);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Why {@link readDecimal} gave `null`, as a code for findings. */
export function decimalFault(text: string, style: DecimalStyle): string {
  if (text.length <= LONGEST) {
    if (/^-?\d+([.,]\d+)?$/.test(text) && !DOUBTFUL.test(text)) {
      return /\d{16}/.test(text) ? 'beyond-exact' : 'other-decimal-mark';
    }
    if (/^-?\d{1,3}([.,' \u00a0\u202f]\d{3})+([.,]\d+)?$/.test(text)) {
      return style === 'either' ? 'thousands-or-fraction' : 'thousands';
    }
  }
  return 'not-a-number';
}
