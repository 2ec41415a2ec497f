import type { StorageView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { codePlaces, keyPlaces } from './code-places.js';
import type { CodePlace } from './code-places.js';
import { encryptionDetails } from './encryption-details.js';
import { inspectFile, withReuse } from './encryption-files.js';
import type { FileFault, InspectedFile } from './encryption-files.js';
import { tamperTest } from './tamper-test.js';

const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  encrypted: {
    type: 'boolean',
    title: {
      en: 'Every file is in a recognised, authenticated container',
      zh: '所有文件均在可识别且带认证的加密容器中',
    },
  },
  authenticated: {
    type: 'boolean',
    title: { en: 'No ciphertext is without authentication', zh: '所有密文均带认证' },
  },
  files: count('Files at rest that hold something', '非空的静态文件数'),
  filesPlain: count('Files that are not encrypted', '未加密的文件数'),
  filesUnrecognised: count('Files in no recognised format', '格式无法识别的文件数'),
  filesUnauthenticated: count('Files that are encrypted without authentication', '加密但无认证的文件数'),
  weakCiphers: count('Files under a broken or unsound cipher or mode', '使用不安全密码或模式的文件数'),
  weakestKeyBits: {
    type: 'integer',
    unit: 'bit',
    range: [0, null],
    title: { en: 'Bits of the weakest key that a container shows', zh: '容器中最短密钥的位数' },
  },
  nonceReuses: count('Files that repeat another’s nonce, salt or keystream', '重复使用随机数、盐或密钥流的文件数'),
  repeatedBlocks: count('Repeated blocks of 16 bytes in ciphertext', '密文中重复的 16 字节分组数'),
  readableHeaders: count('Files with readable column names or text', '可读出列名或文本的文件数'),
  ecbUses: count('Places in code that use a cipher in ECB', '代码中使用 ECB 模式的位置数'),
  keysInClear: count('Keys and passphrases in code and configuration', '代码与配置中的明文密钥或口令数'),
  fixedVectors: count('Constant initialisation vectors in code', '代码中固定初始化向量的位置数'),
  tamperRefused: {
    type: 'boolean',
    title: { en: 'Files altered by one bit are refused', zh: '改动一个比特的文件会被拒绝' },
  },
  faults: count('Faults: one a file and kind, one a place in code', '缺陷总数：每个文件的每类缺陷与代码中每处各计一项'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

interface Parameters {
  /** Sealed files of more bytes are altered in header and first chunk only. */
  readonly tamperBytes: number;
}

export const encryption = definePlugin<Parameters>({
  id: 'privacy/encryption',
  version: '1.0.0',
  title: { en: 'Whether data at rest are encrypted, and soundly', zh: '静态数据是否加密且加密可靠' },
  about: 'data',
  needs: ['storage'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, params, signal, progress }: MeasureContext<Parameters>): Promise<MeasureResult> {
  const { storage } = subject;
  if (storage === undefined) {
    return { outputs: unmeasuredAll(outputs, 'missing-input', 'the subject says nothing of its storage') };
  }
  const total = storage.files.length + storage.code.length;
  let done = 0;
  const step = async (): Promise<void> => {
    progress(++done, total);
    await checkpoint(signal);
  };
  await checkpoint(signal);
  const inspected: InspectedFile[] = [];
  const places: CodePlace[] = [];
  const tampered: Awaited<ReturnType<typeof tamperTest>>['kind'][] = [];
  for (const file of storage.files) {
    // What holds nothing hides nothing.
    if (file.size > 0) {
      const found = await inspectFile(file, storage.columns);
      const outcome =
        storage.opens !== undefined && found.container?.encrypts === true
          ? (await tamperTest(file, found, storage.opens, params.tamperBytes)).kind
          : undefined;
      if (outcome !== undefined) tampered.push(outcome);
      if (found.container?.encrypts !== true) places.push(...(await keyPlaces(file)));
      inspected.push(outcome === 'accepted' ? { ...found, faults: [...found.faults, 'accepts-changes'] } : found);
    }
    await step();
  }
  const unsearched: string[] = [];
  for (const file of storage.code) {
    const found = await codePlaces(file);
    if (found === undefined) unsearched.push(file.name);
    else places.push(...found);
    await step();
  }
  const reuse = withReuse(inspected);
  return {
    outputs: {
      ...fileOutputs(reuse.files),
      ...codeOutputs(storage, places),
      tamperRefused: tamperOutput(storage, tampered),
      faults: exactFigure(
        reuse.files.reduce((sum, { faults }) => sum + faults.length, places.length),
        '1',
      ),
    },
    details: encryptionDetails(reuse, places, unsearched),
  };
}

type FileOutputs = Exclude<
  keyof typeof outputs,
  'ecbUses' | 'keysInClear' | 'fixedVectors' | 'tamperRefused' | 'faults'
>;

function fileOutputs(files: readonly InspectedFile[]): Readonly<Record<FileOutputs, Output>> {
  const having = (fault: FileFault): number => files.filter(({ faults }) => faults.includes(fault)).length;
  const number = (value: number) => exactFigure(value, '1');
  const ciphertexts = files.filter(({ faults }) => !faults.includes('plain'));
  const sound = ({ container, faults }: InspectedFile): boolean =>
    container?.encrypts === true && container.authenticated && !faults.includes('plain');
  const bits = files.flatMap(({ container }) =>
    container?.encrypts === true && container.keyBits !== undefined ? [container.keyBits] : [],
  );
  const none = unmeasured('out-of-domain', 'no file at rest holds anything');
  return {
    encrypted: files.length === 0 ? none : { value: files.every(sound), basis: 'observed' },
    authenticated:
      files.length === 0 ? none : { value: ciphertexts.length > 0 && ciphertexts.every(sound), basis: 'observed' },
    files: number(files.length),
    filesPlain: number(having('plain')),
    filesUnrecognised: number(having('unrecognised')),
    filesUnauthenticated: number(having('unauthenticated')),
    weakCiphers: number(having('weak-cipher')),
    weakestKeyBits:
      bits.length === 0
        ? unmeasured('out-of-domain', 'no container shows how long its key is')
        : exactFigure(Math.min(...bits), 'bit'),
    nonceReuses: number(having('nonce-reuse')),
    repeatedBlocks: number(
      files.reduce(
        (sum, { faults, statistics }) => sum + (faults.includes('repeated-blocks') ? (statistics?.repeated ?? 0) : 0),
        0,
      ),
    ),
    readableHeaders: number(having('readable')),
  };
}

function codeOutputs(
  { code }: StorageView,
  places: readonly CodePlace[],
): Readonly<Record<'ecbUses' | 'keysInClear' | 'fixedVectors', Output>> {
  const of = (kind: CodePlace['kind']): Output => {
    const found = places.filter((place) => place.kind === kind).length;
    return code.length === 0 && found === 0
      ? unmeasured('missing-input', 'no code or configuration is named to be searched (`storage.code`)')
      : exactFigure(found, '1');
  };
  return { ecbUses: of('ecb'), keysInClear: of('key'), fixedVectors: of('vector') };
}

function tamperOutput({ opens }: StorageView, outcomes: readonly string[]): Output {
  if (opens === undefined) return unmeasured('missing-input', 'no key is there to open the files with (`storage.key`)');
  if (outcomes.includes('accepted')) return { value: false, basis: 'observed' };
  const shut = outcomes.filter((outcome) => outcome === 'not-opened').length;
  if (shut > 0) return unmeasured('failed', `the key does not open ${shut} of the files as they are`);
  if (outcomes.includes('refused')) return { value: true, basis: 'observed' };
  return unmeasured('unsupported', 'no file is in a container that can be opened here (age, JWE)');
}
