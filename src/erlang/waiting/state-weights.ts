/**
 * Closed forms for sums and products over states k with rates agents + k theta, so that states
 * without weight need not be walked through. The unit of time is the mean handle time.
 */

/** From here on Stirling's series has all digits; below, steps of a recursion lead up to it. */
const FAR = 16;

/** ln of prod_{i=1..k} load / (agents + i theta): the weight of k waiting calls. */
export function logWeight(load: number, agents: number, theta: number, k: number): number {
  if (k === 0) return 0;
  const odds = (load - agents) / agents;
  const power = k * (Math.abs(odds) < 0.5 ? Math.log1p(odds) : Math.log(load / agents));
  if (theta === 0) return power;
  const start = agents / theta;
  const growth = (k * theta) / agents;
  return (
    power -
    start * entropyRise(growth) -
    Math.log1p(growth) / 2 +
    (stirlingError(start) - stirlingError(start + k))
  );
}

/** Sum over i = 1..k of 1 / (agents + i theta): mean time for k waiting calls to leave. */
export function timeToClear(agents: number, theta: number, k: number): number {
  if (theta === 0) return k / agents;
  const head = Math.min(k, headLength(agents / theta));
  let sum = 0;
  for (let i = 1; i <= head; i++) sum += 1 / (agents + i * theta);
  if (head === k) return sum;
  const rate = agents + head * theta;
  const growth = ((k - head) * theta) / rate;
  return sum + (Math.log1p(growth) + digammaRest(rate / theta, growth)) / theta;
}

/** Sum over i = 1..k of i theta / (agents + i theta): how many of k waiting calls hang up. */
export function callsLostOf(agents: number, theta: number, k: number): number {
  if (theta === 0) return 0;
  const head = Math.min(k, headLength(agents / theta));
  let sum = 0;
  for (let i = 1; i <= head; i++) sum += (i * theta) / (agents + i * theta);
  if (head === k) return sum;
  const rate = agents + head * theta;
  const start = rate / theta;
  const growth = ((k - head) * theta) / rate;
  // The part of i that is above the head, and the head's own.
  const above = start * (logLag(growth) - digammaRest(start, growth));
  const rest = (Math.log1p(growth) + digammaRest(start, growth)) / theta;
  return sum + above + head * theta * rest;
}

function headLength(start: number): number {
  return start >= FAR ? 0 : Math.ceil(FAR - start);
}

/** psi(start (1 + growth) + 1) - psi(start + 1) - ln(1 + growth), by Stirling's series. */
function digammaRest(start: number, growth: number): number {
  const end = start * (1 + growth);
  // 1 / (2 end) - 1 / (2 start), without cancellation; the smaller terms need no such care.
  return -growth / (2 * end) + (digammaTail(start) - digammaTail(end));
}

function digammaTail(x: number): number {
  const y = 1 / (x * x);
  return y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132))));
}

/** ln Gamma(x + 1) less Stirling's (x + 1/2) ln x - x + ln(2 pi) / 2; for x above 0. */
function stirlingError(x: number): number {
  let from = x;
  let sum = 0;
  for (; from < FAR; from++) sum += (from + 0.5) * Math.log1p(1 / from) - 1;
  const y = 1 / (from * from);
  return sum + (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / from;
}

/** (1 + u) ln(1 + u) - u without cancellation: u^2 / 2 - u^3 / 6 + u^4 / 12 - ... */
function entropyRise(u: number): number {
  if (u > 0.1) return (1 + u) * Math.log1p(u) - u;
  let sum = 0;
  for (let power = 16; power >= 2; power--) sum = 1 / (power * (power - 1)) - u * sum;
  return u * u * sum;
}

/** u - ln(1 + u) without cancellation: u^2 / 2 - u^3 / 3 + ... */
function logLag(u: number): number {
  if (u > 0.1) return u - Math.log1p(u);
  let sum = 0;
  for (let power = 17; power >= 2; power--) sum = 1 / power - u * sum;
  return u * u * sum;
}
