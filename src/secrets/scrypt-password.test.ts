import { scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './scrypt-password.ts';

it('a hash knows its password and no other, and tells neither', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^scrypt\$16\$8\$2\$[\w-]{22}\$[\w-]{43}$/);
  expect(hash).not.toContain('correct');
  expect(await verifyPassword('correct horse battery', hash)).toBe(true);
  expect(await verifyPassword('correct horse batterx', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

it('the same password hashes anew each time', async () => {
  expect(await hashPassword('correct horse battery')).not.toBe(
    await hashPassword('correct horse battery'),
  );
});

it('reads the test vector of RFC 7914 for N = 1024, r = 8, p = 16', async () => {
  const key =
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640';
  const stored = ['scrypt', 10, 8, 16, base64('NaCl'), hex(key)].join('$');
  expect(await verifyPassword('password', stored)).toBe(true);
  expect(await verifyPassword('Password', stored)).toBe(false);
});

it('takes letters with marks in either form of Unicode', async () => {
  const hash = await hashPassword('želim dolgo geslo'.normalize('NFD'));
  expect(await verifyPassword('želim dolgo geslo'.normalize('NFC'), hash)).toBe(true);
});

it('no hash is never right', async () => {
  expect(await verifyPassword('', null)).toBe(false);
  expect(await verifyPassword('correct horse battery', null)).toBe(false);
});

it('keeps the costs that a stored hash was made with', async () => {
  const key = scryptSync('correct horse battery', 'salt of some sort', 32, {
    N: 2 ** 12,
    r: 8,
    p: 1,
  });
  const stored = ['scrypt', 12, 8, 1, base64('salt of some sort'), key.toString('base64url')];
  expect(await verifyPassword('correct horse battery', stored.join('$'))).toBe(true);
});

it('refuses a stored text that is no hash', async () => {
  await expect(verifyPassword('x', 'md5$abc')).rejects.toMatchObject({ code: 'STORAGE' });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function hex(text: string): string {
  return Buffer.from(text, 'hex').toString('base64url');
}
