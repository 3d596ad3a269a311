import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyIdOf } from '../../src/renderer/features/settings/key-id.ts';
import { createPackKey } from '../../src/core/content/packs/pack-keys.ts';

test('the id of a pasted key is the one that it is trusted under', async () => {
  for (let tries = 0; tries < 20; tries++) {
    const { publicKey, keyId } = createPackKey();
    expect(await keyIdOf(publicKey)).toBe(keyId);
    expect(await keyIdOf(`\r\n${publicKey.replaceAll('\n', '\r\n')} `)).toBe(keyId);
  }
});

test('what is not one public Ed25519 key has none', async () => {
  const [one, other] = [createPackKey(), createPackKey()];
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const texts = [
    '',
    'northfield',
    one.privateKey,
    // Which of two is trusted nobody should have to guess.
    one.publicKey + other.publicKey,
    `Of Northfield:\n${one.publicKey}`,
    one.publicKey.slice(0, 60),
    one.publicKey.replace('MCow', 'MCoA'),
    one.publicKey.replace('MCow', 'MC=w'),
    one.publicKey.replaceAll('PUBLIC KEY', 'CERTIFICATE'),
    rsa.export({ type: 'spki', format: 'pem' }).toString(),
  ];
  expect(await Promise.all(texts.map(keyIdOf))).toEqual(texts.map(() => null));
});
