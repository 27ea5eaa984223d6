import { loadImage, createCanvas } from '@napi-rs/canvas';
import { describe, expect, it, vi } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { type IntervalHistory, type Roster } from '../domain/index.ts';
import { drawForecastPicture } from './forecast-picture.ts';
import { drawRosterPicture } from './roster-picture.ts';

// Drawing takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { forecast, requirement, roster } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 14,
  agents: 12,
});
const size = { width: 800, height: 600 };
const SCHEDULED = [0xbb, 0xdf, 0xf6];
const UNDER = [0xd5, 0x5e, 0x00];
const OVER = [0x00, 0x9e, 0x73];

describe('the roster picture', () => {
  it('is a PNG of the size asked for, the same for the same data', async () => {
    const first = await drawRosterPicture({ forecast, requirement, roster, ...size });
    const second = await drawRosterPicture({ forecast, requirement, roster, ...size });
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([800, 600]);
    expect(first.equals(second)).toBe(true);
  });

  it('shows cover that is over and under, and only what there is', async () => {
    const none = roster.coverage.map(({ queue, required }) => ({
      queue,
      required,
      scheduled: required.map(() => 0),
    }));
    const full = none.map((cover) => ({ ...cover, scheduled: cover.required.map((n) => n + 1) }));
    const short = await drawn({ ...roster, coverage: none });
    const plenty = await drawn({ ...roster, coverage: full });
    expect(count(short, UNDER)).toBeGreaterThan(2_000);
    expect(count(short, OVER)).toBeLessThan(100);
    expect(count(plenty, OVER)).toBeGreaterThan(2_000);
    expect(count(plenty, UNDER)).toBeLessThan(100);
    expect(count(plenty, SCHEDULED)).toBeGreaterThan(count(short, SCHEDULED) + 2_000);
  });

  it('does not set off one queue against another', async () => {
    const [a, b] = roster.coverage;
    const ten = a!.required.map(() => 10);
    const zero = ten.map(() => 0);
    const image = await drawn({
      ...roster,
      coverage: [
        { ...a!, required: ten, scheduled: zero },
        { ...b!, required: zero, scheduled: ten },
      ],
    });
    expect(count(image, UNDER)).toBeGreaterThan(1_000);
    expect(count(image, OVER)).toBeGreaterThan(1_000);
  });

  it('draws a requirement alone', async () => {
    const png = await drawRosterPicture({ forecast: null, requirement, roster: null, ...size });
    expect(count(await pixels(png), [0x14, 0x30, 0x4f])).toBeGreaterThan(500);
  });

  it.each(['Žiga Čeh', 'Иван Петров', 'Ελένη'])(
    'writes %s in other marks than those of an unknown letter',
    async (plan) => {
      const [named, blank] = await Promise.all(
        [plan, plan.replaceAll(/\S/g, '\u{10FFFD}')].map((name) =>
          drawn({ ...roster, plan: name }),
        ),
      );
      expect(named!.equals(blank!)).toBe(false);
    },
  );
});

describe('the forecast picture', () => {
  it('shows history in ink of its own, and a blank where a day is not known', async () => {
    const [queue] = forecast.queues;
    const before = makeSample({
      zone: 'Europe/Ljubljana',
      from: '2026-01-26',
      days: 56,
      agents: 12,
    }).forecast.queues[0]!;
    const ink = async (known: (slot: number) => boolean) => {
      const offered = before.volume.mean.map((mean, slot) => (known(slot) ? mean : null));
      const history = { queue: 'support-en', grid: before.grid, totals: { offered } };
      const png = await drawForecastPicture({
        history: history as unknown as IntervalHistory,
        forecast: queue!,
        ...size,
      });
      return count(await pixels(png), [0x14, 0x30, 0x4f]);
    };
    const all = await ink(() => true);
    const half = await ink((slot) => slot < 28 * 96);
    const none = await ink(() => false);
    expect(half).toBeLessThan(0.7 * all);
    expect(none).toBeLessThan(0.2 * all);
  });
});

describe('refusals', () => {
  it.each([399, 8_001, 800.5, Number.NaN])('INVALID_INPUT for a width of %d', async (width) => {
    await expect(
      drawRosterPicture({ forecast, requirement, roster, ...size, width }),
    ).rejects.toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: `expected width to be a whole number of pixels in [400, 8000], got ${width}`,
      }),
    );
  });

  it('INVALID_INPUT for nothing to draw', async () => {
    await expect(
      drawRosterPicture({ forecast, requirement: null, roster: null, ...size }),
    ).rejects.toThrowError(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('INVALID_INPUT for queues of different interval length', async () => {
    const [a, b] = requirement.queues;
    const mixed = [a!, { ...b!, grid: { ...b!.grid, stepSeconds: 1_800 } }];
    await expect(
      drawRosterPicture({
        forecast: null,
        requirement: { ...requirement, queues: mixed },
        roster: null,
        ...size,
      }),
    ).rejects.toThrowError(
      expect.objectContaining({
        message: 'expected queues of one interval length, got 900 and 1800 seconds',
      }),
    );
  });
});

async function drawn(of: Roster): Promise<Buffer> {
  return pixels(await drawRosterPicture({ forecast: null, requirement, roster: of, ...size }));
}

async function pixels(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return Buffer.from(context.getImageData(0, 0, image.width, image.height).data.buffer);
}

/** Pixels within a hair of a colour. */
function count(rgba: Buffer, color: readonly number[]): number {
  let found = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if (color.every((value, channel) => Math.abs(rgba[at + channel]! - value) <= 6)) found++;
  }
  return found;
}
