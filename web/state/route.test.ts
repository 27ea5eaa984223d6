import { describe, expect, it } from 'vitest';
import { parseRoute, routeHash } from './route.ts';

describe('routes', () => {
  it('come back as they were written', () => {
    const params = { queue: 'prodaja & podpora', roster: 'ro_1', zoom: 'fit' };
    expect(parseRoute(routeHash('roster', params))).toEqual({ screen: 'roster', params });
  });

  it('leave out what is not set', () => {
    expect(routeHash('staffing', { queue: null, day: '' })).toBe('#/staffing');
  });

  it('show the first screen for an address that is empty or unknown', () => {
    for (const hash of ['', '#', '#/', '#/nowhere?x=1']) {
      expect(parseRoute(hash).screen).toBe('forecast');
    }
  });
});
