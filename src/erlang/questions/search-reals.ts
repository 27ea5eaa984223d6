/**
 * Largest double in (0, most] that passes, for a test that fails for good once it fails.
 *
 * Halves or doubles from the guess to a bracket, then bisects until no double is between.
 *
 * @returns `null` where `least` fails; `most` where that passes
 */
export function searchLargest(
  least: number,
  most: number,
  guess: number,
  passes: (value: number) => boolean,
): number | null {
  let good = Math.min(most, Math.max(least, guess));
  let bad: number;
  if (passes(good)) {
    do {
      if (good === most) return most;
      bad = Math.min(most, good * 2);
      if (passes(bad)) good = bad;
    } while (good === bad);
  } else {
    do {
      if (good === least) return null;
      bad = good;
      good = Math.max(least, good / 2);
    } while (!passes(good));
  }
  return bisect(good, bad, passes);
}

/** The double nearest to `bad` that passes, between one that passes and one that fails. */
export function bisect(good: number, bad: number, passes: (value: number) => boolean): number {
  let [passing, failing] = [good, bad];
  for (;;) {
    const middle = passing + (failing - passing) / 2;
    if (middle === passing || middle === failing) return passing;
    if (passes(middle)) passing = middle;
    else failing = middle;
  }
}

/** Narrowest stretch that is looked into, as a share of its place. */
const NARROW = 1e-9;

/**
 * First double from `from` towards `to` (both positive) that passes, for a test that may pass,
 * fail and pass again: stretches are halved and dropped where `mayPass` rules them out.
 *
 * What passes only on a stretch narrower than 1e-9 of its place may be missed.
 *
 * @param mayPass whether some value between two may pass; never wrongly false
 * @returns `null` where none passes
 */
export function searchFirst(
  from: number,
  to: number,
  passes: (value: number) => boolean,
  mayPass: (low: number, high: number) => boolean,
): number | null {
  if (passes(from)) return from;
  const rest: [near: number, far: number][] = [[from, to]];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [near, far] = next;
    if (!mayPass(Math.min(near, far), Math.max(near, far))) continue;
    if (Math.abs(Math.log(far / near)) < NARROW) {
      if (passes(far)) return bisect(far, near, passes);
      continue;
    }
    const middle = Math.sqrt(near) * Math.sqrt(far);
    rest.push([middle, far]);
    if (passes(middle)) {
      // The first to pass is here or nearer.
      rest.length = 0;
      rest.push([near, middle]);
      if (Math.abs(Math.log(middle / near)) < NARROW) return bisect(middle, near, passes);
      continue;
    }
    rest.push([near, middle]);
  }
  return null;
}
