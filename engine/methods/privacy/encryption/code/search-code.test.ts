import { describe, expect, test } from 'vitest';
import { searchCode } from './search-code.js';

const kinds = (name: string, text: string): readonly string[] =>
  searchCode(name, text).map(({ line, kind }) => `${line} ${kind}`);

/** As the trade writes it. Keys are of no use anywhere. */
test.each<[string, string, readonly string[]]>([
  ['ecb.py', 'from Crypto.Cipher import AES\ncipher = AES.new(key, AES.MODE_ECB)', ['2 ecb']],
  ['ecb.py', "KEY = b'ThisIsASecretKey'\ncipher = AES.new(KEY, AES.MODE_ECB)", ['1 key', '2 ecb']],
  ['ecb.py', "cipher = AES.new(b'0123456789abcdef', AES.MODE_ECB)", ['1 ecb', '1 key']],
  ['ecb.py', 'cipher = AES.new(os.environ["KEY"].encode(), AES.MODE_GCM)', []],
  ['c.py', 'cipher = Cipher(algorithms.AES(key), modes.ECB())', ['1 ecb']],
  ['c.py', 'aes_key = bytes.fromhex("00112233445566778899aabbccddeeff")', ['1 key']],
  [
    'c.py',
    'self.key: bytes = b"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08"',
    ['1 key'],
  ],
  ['c.py', 'f = Fernet(b"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")', ['1 key']],
  ['c.py', 'key = Fernet.generate_key()\nf = Fernet(key)', []],
  ['c.py', 'key = os.urandom(32)\nencrypt(key)', []],
  ['c.py', 'key = get_random_bytes(16)  # AES', []],
  ['c.py', 'key = os.getenv("ENCRYPTION_SECRET")  # AES-128 key', []],
  ['c.py', 'iv = b"\\x00" * 16\ncipher = AES.new(key, AES.MODE_CBC, iv)', ['1 vector']],
  ['c.py', 'iv = bytes(16)\nAES', ['1 vector']],
  ['c.py', "iv = b'1234567890123456'\nAES", ['1 vector']],
  ['c.py', 'iv = os.urandom(16)\nAES', []],
  ['c.py', 'password = "correct horse"', ['1 key']],
  ['c.py', 'password = getpass.getpass("Password for the vault")', []],
  ['c.py', '# AES.MODE_ECB must not be used', []],
  ['c.py', 'row_key = "abcdefgh12345678"', []],
  ['c.py', 'primary_key = "0123456789abcdef"  # aes', []],
  ['c.js', "const c = crypto.createCipheriv('aes-256-ecb', key, null);", ['1 ecb']],
  ['c.js', "const c = crypto.createCipheriv('aes-256-cbc', 'passphrasewhichneedstobe32bytes!', iv);", ['1 key']],
  ['c.ts', "const c = createCipher('aes192', password);", ['1 vector']],
  ['c.ts', "const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');", ['1 key']],
  ['c.ts', 'const iv = Buffer.alloc(16, 0);\ncreateCipheriv("aes-256-cbc", key, iv)', ['1 vector']],
  ['c.ts', 'const iv = new Uint8Array(12);\ncrypto.getRandomValues(iv); // encrypt', []],
  ['c.ts', "CryptoJS.AES.encrypt(text, 'secret key 123').toString()", ['1 key']],
  ['c.ts', 'CryptoJS.AES.encrypt(text, key, { mode: CryptoJS.mode.ECB })', ['1 ecb']],
  ['c.ts', "const key = process.env['DATA_KEY']; // aes", []],
  ['c.ts', 'const key = `${table}-${id}-aaaaaaaaaa`; // cipher', []],
  ['C.java', 'Cipher c = Cipher.getInstance("AES/ECB/PKCS5Padding");', ['1 ecb']],
  ['C.java', 'Cipher c = Cipher.getInstance("AES");', ['1 ecb']],
  ['C.java', 'Cipher c = Cipher.getInstance("AES/GCM/NoPadding");', []],
  ['C.java', 'SecretKeySpec k = new SecretKeySpec("0123456789abcdef".getBytes(), "AES");', ['1 key']],
  [
    'C.java',
    'private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}; // AES',
    ['1 key'],
  ],
  ['C.java', 'private static final String SECRET_KEY = "MySuperSecretKey"; // Cipher', ['1 key']],
  ['C.java', 'new IvParameterSpec(new byte[16])', ['1 vector']],
  ['C.java', 'new IvParameterSpec("abcdefghijklmnop".getBytes())', ['1 vector']],
  ['c.go', 'key := []byte("AES256Key-32Characters1234567890")\naes.NewCipher(key)', ['1 key']],
  ['c.go', 'block, err := aes.NewCipher([]byte("0123456789abcdef"))', ['1 key']],
  ['c.go', 'nonce := make([]byte, 12)\nif _, err := io.ReadFull(rand.Reader, nonce); err != nil { // cipher', []],
  ['c.cs', 'aes.Mode = CipherMode.ECB;', ['1 ecb']],
  ['k.sh', 'openssl enc -aes-128-ecb -in d.csv -out d.enc -K 00112233445566778899aabbccddeeff', ['1 ecb', '1 key']],
  ['k.sh', 'openssl enc -aes-256-cbc -pbkdf2 -pass pass:hunter2 -in d.csv', ['1 key']],
  ['k.sh', 'openssl enc -aes-256-cbc -pbkdf2 -pass env:PASS -in d.csv', []],
  ['config.yaml', 'encryption:\n  key: 00112233445566778899aabbccddeeff', ['2 key']],
  ['config.yaml', 'encryption:\n  key: {environment: ASSAY_KEY}', []],
  ['config.yaml', 'encryption:\n  key: ${AES_KEY}\n  password: <your password>', []],
  ['config.yml', 'database:\n  password: s3cret!x', ['2 key']],
  ['.env', 'AES_KEY=cw0x689RpIZjtRR7oE8hweQsKImvJapLeSbXpwF4e4s=', ['1 key']],
  ['.env', 'AES_KEY=\nKEY_FILE=/run/secrets/key', []],
  ['a.properties', 'jasypt.encryptor.password=topsecret', ['1 key']],
  ['a.json', '{"aesKey": "00112233445566778899AABBCCDDEEFF"}', ['1 key']],
  [
    'a.json',
    `{${Array.from({ length: 20 }, (_, at) => `"a${at}":${at}`).join()},"aesKey":"00112233445566778899AABBCCDDEEFF"}`,
    ['1 key'],
  ],
  [
    'k.jwk',
    '{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}',
    ['1 key'],
  ],
  ['k.pem', '-----BEGIN PRIVATE KEY-----\nMIIE', ['1 key']],
  ['k.pem', '-----BEGIN PUBLIC KEY-----\nMIIE', []],
  ['k.txt', `# AGE-SECRET-KEY-1${'Q'.repeat(58)}`, ['1 key']],
  ['r.ts', "return passes ? 'pass' : 'fail'", []],
  ['r.ts', "pass: 'passed',", []],
  ['.env', 'DB_PASS=s3cret!x', ['1 key']],
  ['.env', 'PWD=/home/me', []],
  ['r.js', 'WRONG_PASSWORD: "Wrong Password"', []],
  ['c.d.ts', 'function createCipher(algorithm: string, password: BinaryLike): Cipher;', []],
  ['c.js', "if (pkcs8.indexOf('-----BEGIN PRIVATE KEY-----') !== 0) throw 1", []],
  ['c.js', "const pem = '-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEI'", ['1 key']],
  ['c.ts', 'const nonce = Buffer.alloc(12);\nnonce.writeUIntBE(number, 5, 6); // cipher', []],
  ['notes.md', 'The password: is asked for at the door.', []],
])('%s: %s', (name, text, expected) => {
  expect(kinds(name, text)).toEqual(expected);
});

describe('hostile text takes no long time', () => {
  const MIB = 2 ** 20;
  test.each<[string, string]>([
    ['one long line', 'a'.repeat(MIB)],
    ['spaces', `key${' '.repeat(MIB)}`],
    ['quotes', `key = ${'"'.repeat(MIB)}`],
    ['quotes of two kinds', `key = ${`'"`.repeat(MIB / 2)}`],
    ['backslashes', `key = "${'\\'.repeat(MIB)}`],
    ['assignments', 'aes_key='.repeat(MIB / 8)],
    ['colons', 'key:'.repeat(MIB / 4)],
    ['numbers', `aes key = [${'1, '.repeat(MIB / 3)}`],
    ['numbers with a fault', `aes key = {${`${'1, '.repeat(60)}x `.repeat(MIB / 190)}`],
    ['brackets', `aes iv = ${'[('.repeat(MIB / 2)}`],
    ['openssl', 'openssl enc '.repeat(MIB / 12)],
    ['dots', 'a.b-c_'.repeat(MIB / 6)],
    ['short lines', 'key = "\n'.repeat(MIB / 8)],
    ['JSON Web Keys', '"kty":"oct" '.repeat(MIB / 12)],
  ])('%s', (_, text) => {
    const since = performance.now();
    searchCode('.env', text);
    expect(performance.now() - since).toBeLessThan(10_000);
  });
});
