// Tokens that only this server can read: AES-256-GCM under a key of this process, in base64url. What is inside says
// what it is for, so that a token of one kind is none of another.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ApiError } from './errors.mjs';

const key = randomBytes(32);

export function seal(kind, content) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const data = Buffer.concat([cipher.update(JSON.stringify([kind, content])), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64url');
}

export function unseal(kind, token, code) {
  try {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.toString('base64url') !== token) throw new Error('these are not the characters of a token');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const written = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    const [actual, content] = JSON.parse(written.toString());
    if (actual === kind) return content;
  } catch {
    // Whatever is wrong with it, the token is not ours.
  }
  throw new ApiError(code, 'The token is not one that was given out.');
}
