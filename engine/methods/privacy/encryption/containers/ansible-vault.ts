/** Ansible Vault 1.1 and 1.2: AES-256-CTR with HMAC-SHA-256, in hexadecimal text. */
import { latin1 } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

export function ansibleVault({ head }: Glimpse): Container | undefined {
  const [first = '', second = ''] = latin1(head.subarray(0, 256)).split('\n', 2);
  if (!/^\$ANSIBLE_VAULT;1\.[12];AES256/.test(first)) return undefined;
  return {
    name: 'Ansible Vault',
    encrypts: true,
    cipher: 'AES-256-CTR, HMAC-SHA-256',
    keyBits: 256,
    authenticated: true,
    // The salt comes first.
    nonces: [`Ansible Vault ${second.slice(0, 64)}`],
  };
}
