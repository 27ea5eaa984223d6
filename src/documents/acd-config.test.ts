import { describe, expect, it } from 'vitest';
import { readAcdConfig } from './acd-config.ts';

const LEAST = 'system: asterisk\nhost: pbx.example\nusername: wfm\n';

describe('a configured ACD', () => {
  it('needs little, and takes usual values for the rest', () => {
    expect(readAcdConfig(LEAST, 'acd.yaml')).toMatchObject({
      name: 'asterisk',
      port: 5038,
      tls: null,
      secret: null,
      stepSeconds: 900,
      snapshotEverySeconds: 30,
      queueLog: null,
    });
    expect(readAcdConfig(`${LEAST}tls: true\n`, 'acd.yaml').port).toBe(5039);
  });

  it('knows a FreeSWITCH, which has neither users nor TLS nor a queue log', () => {
    const least = 'system: freeswitch\nhost: pbx.example\n';
    expect(readAcdConfig(least, 'acd.yaml')).toMatchObject({
      name: 'freeswitch',
      port: 8021,
      username: null,
    });
    for (const [line, message] of [
      ['username: wfm', 'has no users'],
      ['tls: true', 'speaks no TLS'],
      ['queueLog: { path: /var/log/asterisk/queue_log }', 'writes no queue log'],
    ]) {
      expect(() => readAcdConfig(`${least}${line}\n`, 'acd.yaml')).toThrow(message);
    }
    expect(() => readAcdConfig(LEAST.replace(/username.*\n/, ''), 'acd.yaml')).toThrow('username');
  });

  it('says thresholds and wrap-up for all queues and for one', () => {
    const config = readAcdConfig(
      `${LEAST}threshold: 20s\nqueues:\n  sales: { threshold: 10s, wrapUp: 30s }\n`,
      'acd.yaml',
    );
    expect(['sales', 'support', 'toString'].map(config.thresholdSecondsOf)).toEqual([10, 20, 20]);
    expect(['sales', 'support'].map(config.wrapUpSecondsOf)).toEqual([30, null]);
  });

  it('refuses what it cannot be, with the place, and without the secret', () => {
    const refusal = (text: string): string => {
      try {
        readAcdConfig(text, 'acd.yaml');
        return '';
      } catch (error) {
        return JSON.stringify(error, Object.getOwnPropertyNames(error));
      }
    };
    expect(refusal(LEAST.replace('asterisk', 'avaya'))).toContain('acd.yaml, line 1');
    expect(refusal(`${LEAST}prot: 5038\n`)).toContain('unknown key');
    for (const secret of ['[tell-nobody]', '{ a: tell-nobody }', '"tell-nobody\\nAction: x"']) {
      const text = refusal(`${LEAST}secret: ${secret}\n`);
      expect(text).toContain('secret');
      expect(text).not.toContain('tell-nobody');
    }
  });
});
