import type { CodeTable } from '../document/diagnostic.js';

/** Faults of signatures, of packs on their way, and of the lock. */
export const TRUST_CODES = {
  ASSAY1900: {
    title: 'Unsigned, where signatures are asked for',
    explanation:
      'A trust root governs this id, and the pack has no `pack.dsse.json`, or the standard stands outside of a pack. Every command that loads policies asks the same. Take the signed pack, or change the trust roots.',
  },
  ASSAY1901: {
    title: 'Too few signatures',
    explanation:
      'Fewer different keys of the trust root have signed than its `threshold` says. Two signatures of one key count once.',
  },
  ASSAY1902: {
    title: 'Signed with a key that has expired',
    explanation:
      'The key’s `validUntil` has passed. When a signature was made nobody can say for certain, so a key counts while it is valid, at the instant of the check (`--as-of`). The publisher signs again with the new key.',
  },
  ASSAY1903: {
    title: 'Signed with a key that is not valid yet',
    explanation: 'The key’s `validFrom` lies after the instant of the check.',
  },
  ASSAY1904: {
    title: 'Signed with a revoked key',
    explanation:
      'The trust roots withdraw the key: none of its signatures counts, of whatever day, because whoever has the key can date them as they like.',
  },
  ASSAY1905: {
    title: 'A signature does not fit',
    explanation:
      'The signature names a key of the trust root, but is not that key’s signature over what the envelope holds: one of them was changed. Or, of a Sigstore bundle: its signature or the log’s entry is about something else.',
  },
  ASSAY1906: {
    title: 'A file of the pack was changed',
    explanation:
      'Its digest is not the one that was signed, or that `pack.yaml` lists under `files`. Take the pack again from its publisher. Where you are the publisher: change the source and build it again.',
  },
  ASSAY1907: {
    title: 'A file too many',
    explanation: 'The pack holds a file that was not signed, or that `pack.yaml` does not list under `files`.',
  },
  ASSAY1908: {
    title: 'A file of the pack is missing',
    explanation: 'A file that was signed, or that `pack.yaml` lists under `files`, is not there.',
  },
  ASSAY1909: {
    title: 'Older than the lock knows',
    explanation:
      '`assay.lock` knows a newer version: the older one may lack what was since mended, so it is refused, signed or not. To go back on purpose, change the lock by hand, where a reviewer sees it.',
  },
  ASSAY1910: {
    title: 'An envelope that cannot be read',
    explanation:
      '`pack.dsse.json` holds one DSSE envelope: `payloadType` `application/vnd.in-toto+json`, `payload` in base64, and `signatures`.',
  },
  ASSAY1911: {
    title: 'Signed by nobody who is trusted here',
    explanation: 'No key that signed is among those of the trust root.',
  },
  ASSAY1912: {
    title: 'Signatures of another pack',
    explanation: 'What was signed names another pack or another version than `pack.yaml` does.',
  },
  ASSAY1913: {
    title: 'No trust root for this pack',
    explanation:
      '`pack verify` asks whom the pack’s signatures are to come from: `--trust FILE`, or `assay.trust.yaml` in the working folder or above it, with a root whose `packs` match the pack’s id.',
  },
  ASSAY1914: {
    title: 'Trust roots that cannot be met',
    explanation:
      'A root names a key that the document does not have, asks for more signatures than it has keys, two keys are one and the same, a key’s days are the wrong way round, an identity is to sign packs, or its TrustedRoot cannot be read.',
  },
  ASSAY1915: {
    title: 'Signing key cannot be used',
    explanation:
      'The key is an Ed25519 private key in PKCS #8 (PEM), as `assay pack keygen` writes it. The message says what is wrong: not such a key, not there, can be reached by others, or the passphrase is missing or not its own.',
  },
  ASSAY1920: {
    title: 'Not an archive of a pack',
    explanation:
      'A pack travels as a gzipped tar archive with `pack.yaml` in its root (or in the folder `package`, as npm packs). This one is something else, is cut off, or is damaged. Nothing was written.',
  },
  ASSAY1921: {
    title: 'A name that leads out of the folder',
    explanation: 'The archive has an entry with an absolute name or with `..` in it. Nothing was written.',
  },
  ASSAY1922: {
    title: 'A link in an archive',
    explanation: 'A pack has files and nothing else: neither symbolic nor hard links. Nothing was written.',
  },
  ASSAY1923: {
    title: 'Something in an archive that is no file',
    explanation:
      'A pack has files and folders and nothing else: no devices, no pipes, no headers for all entries. Nothing was written.',
  },
  ASSAY1924: {
    title: 'An archive that is too large',
    explanation:
      'An archive may have 16 MiB, unpack to 64 MiB and to a hundred times its size, and hold 10,000 files of 16 MiB. Unpacking stops at the limit; nothing was written.',
  },
  ASSAY1925: {
    title: 'Two entries of one name',
    explanation:
      'Names that differ in case or in the form of their accents only are one name on some file systems: which content wins would depend on the machine. Nothing was written.',
  },
  ASSAY1926: {
    title: 'A name that not every system can hold',
    explanation:
      'Names of files have no control characters, no `\\`, none of `< > : " | ? *`, no blank or dot at an end, at most 255 bytes a part, and are no device of Windows (`NUL`, `COM1`). Nothing was written.',
  },
  ASSAY1927: {
    title: 'Data after the end of the archive',
    explanation:
      'Something follows the end of the archive: programs would disagree on what it holds. Nothing was written.',
  },
  ASSAY1928: {
    title: 'Headers that are too large',
    explanation: 'The extended header of an entry may have 64 KiB. Nothing was written.',
  },
  ASSAY1935: {
    title: 'Not in the lock',
    explanation:
      'With `--frozen` everything that is loaded stands in `assay.lock`. Run `assay pack add`, or `assay check --update-lock`, and commit the lock.',
  },
  ASSAY1936: {
    title: 'Differs from the lock',
    explanation:
      'The version or the content is not what `assay.lock` pins. With `--frozen`, and in packs that were added, that is an error. Where the change is meant: `assay pack update`, or `assay check --update-lock`, and commit the lock.',
  },
  ASSAY1937: {
    title: 'No lock',
    explanation: '`--frozen` needs an `assay.lock` in the working folder or above it.',
  },
  ASSAY1938: {
    title: 'A standard outside of its pack',
    explanation:
      'What `standards` names lies in the pack’s folder and is one of its files (hidden files and `node_modules` are not), because a pack is signed and travels as a whole.',
  },
  ASSAY1939: {
    title: 'A pack that cannot be built',
    explanation:
      'A pack is built where its documents are valid, each of its standards has tests and all cases go as expected, its files have names that every system can hold, and none of them holds a private key. The message says what is missing.',
  },
  ASSAY1940: {
    title: 'Something is there already',
    explanation:
      'The file or folder is there already and is not what would be written, or may not be written. A published version never changes: publish another version.',
  },
  ASSAY1941: {
    title: 'npm cannot do it',
    explanation:
      '`npm pack` or `npm publish` failed; the message has its last words. Registry and access are npm’s own settings.',
  },
  ASSAY1942: {
    title: 'No such pack',
    explanation:
      'A pack is named by its folder, its archive, `npm:NAME[@RANGE]`, or `NAME[@RANGE]` of a folder given with `--registry`. Or the lock knows no pack of this id that was added.',
  },
  ASSAY1943: {
    title: 'No identity for a keyless signature',
    explanation:
      '`--sigstore` signs as whom the environment says: `ACTIONS_ID_TOKEN_REQUEST_URL` and its token, which GitHub sets in workflows with `permissions: {id-token: write}`, or `SIGSTORE_ID_TOKEN`, an OpenID Connect token for the audience `sigstore`. Neither is there, or it names no subject. Elsewhere sign with a key: `--key`.',
  },
  ASSAY1944: {
    title: 'No keyless signature',
    explanation:
      'A service of Sigstore could not be reached, or refused: Fulcio certifies, Rekor logs, a timestamp authority says when. The message names it. Nothing was written.',
  },
  ASSAY1945: {
    title: 'Signed by another identity',
    explanation:
      'The Sigstore bundle is sound, but the identity in its certificate (a workflow with its ref, an address of a person) is not the one that the trust roots name.',
  },
  ASSAY1946: {
    title: 'Signed by an identity of another issuer',
    explanation:
      'The Sigstore bundle is sound, but another OpenID Connect issuer vouched for the identity than the one that the trust roots name.',
  },
  ASSAY1947: {
    title: 'A Sigstore bundle that nobody vouches for',
    explanation:
      'By the TrustedRoot of the trust roots alone, the bundle does not hold: its certificate is of another authority, no log has it, no time is proved, or it cannot be read. The message says which.',
  },
  ASSAY1948: {
    title: 'Signed outside of the certificate’s time',
    explanation:
      'Certificates of Fulcio live for minutes. At the time that the log or the timestamp authority saw the signature, this one was not valid: somebody kept the key and signed later, or earlier.',
  },
} as const satisfies CodeTable;

export type TrustCode = keyof typeof TRUST_CODES;
