/** What a column's name says of its cells, in English or Chinese. */
import type { Kind } from './finding.js';

/** The paragraphs of 45 CFR 164.514(b)(2)(i). */
export const CATEGORIES = [
  ...(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'] as const),
  ...(['J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R'] as const),
] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_TITLES: Readonly<Record<Category, { readonly en: string; readonly zh: string }>> = {
  A: { en: 'names', zh: '姓名' },
  B: { en: 'geography below a State', zh: '州以下的地理信息' },
  C: { en: 'dates finer than a year, ages over 89', zh: '精于年的日期、89 岁以上年龄' },
  D: { en: 'telephone numbers', zh: '电话号码' },
  E: { en: 'fax numbers', zh: '传真号码' },
  F: { en: 'e-mail addresses', zh: '电子邮箱' },
  G: { en: 'social security numbers', zh: '社会安全号' },
  H: { en: 'medical record numbers', zh: '病历号' },
  I: { en: 'health plan numbers', zh: '医保号' },
  J: { en: 'account numbers', zh: '账号' },
  K: { en: 'certificate and licence numbers', zh: '证照号码' },
  L: { en: 'vehicles and plates', zh: '车辆与车牌' },
  M: { en: 'devices and serial numbers', zh: '设备与序列号' },
  N: { en: 'URLs', zh: '网址' },
  O: { en: 'IP addresses', zh: 'IP 地址' },
  P: { en: 'biometric identifiers', zh: '生物特征' },
  Q: { en: 'full-face photographs', zh: '面部照片' },
  R: { en: 'other unique numbers or codes', zh: '其他唯一号码或代码' },
};

/** What text alone shows, by category. A secret is of none: it names no person. */
export const CATEGORY_OF: Readonly<Record<Kind, Category | undefined>> = {
  name: 'A',
  'zip-code': 'B',
  coordinates: 'B',
  'birth-date': 'C',
  date: 'C',
  'age-over-89': 'C',
  phone: 'D',
  email: 'F',
  ssn: 'G',
  'payment-card': 'J',
  iban: 'J',
  passport: 'K',
  vin: 'L',
  'licence-plate': 'L',
  'mac-address': 'M',
  url: 'N',
  'ip-address': 'O',
  'chinese-id': 'R',
  secret: undefined,
};

/** How a column must look where no detector knows its kind, or knows few of it. */
export type Look = 'codes' | 'words' | 'any';

export interface NamedColumn {
  readonly category: Category;
  /** The kind whose detector must confirm it, unless there is a look, by which name and cells decide alone. */
  readonly kind?: Kind;
  readonly look?: Look;
}

type Naming = readonly [words: readonly string[], named: NamedColumn];

/** In order: the first that fits. A word of Latin letters must be a whole word of the name, Chinese may stand anywhere. */
const NAMINGS: readonly Naming[] = [
  [['email', 'e mail', 'mail', '邮箱', '邮件', '电邮'], { category: 'F', kind: 'email' }],
  [['fax', '传真'], { category: 'E', kind: 'phone' }],
  [
    [
      'phone',
      'telephone',
      'tel',
      'mobile',
      'cell',
      'cellphone',
      'msisdn',
      'contact number',
      '电话',
      '手机',
      '联系方式',
    ],
    { category: 'D', kind: 'phone' },
  ],
  [['ssn', 'social security', 'social security number', '社会安全号', '社安号'], { category: 'G', kind: 'ssn' }],
  [
    [
      'mrn',
      'medical record',
      'record number',
      'chart number',
      'hospital number',
      '病历号',
      '住院号',
      '门诊号',
      '病案号',
    ],
    { category: 'H', look: 'codes' },
  ],
  [
    [
      'health plan',
      'insurance id',
      'insurance number',
      'policy number',
      'member id',
      'beneficiary',
      'subscriber id',
      'medicare',
      'medicaid',
      '医保',
      '社保',
      '保险号',
      '保单号',
    ],
    { category: 'I', look: 'codes' },
  ],
  [['iban'], { category: 'J', kind: 'iban' }],
  [['credit card', 'card number', 'pan', '信用卡', '银行卡'], { category: 'J', kind: 'payment-card' }],
  [
    ['account number', 'account id', 'account', 'acct', 'bank account', '账号', '账户', '帐号'],
    { category: 'J', look: 'codes' },
  ],
  [['passport', '护照'], { category: 'K', kind: 'passport' }],
  [
    ['id card', 'national id', 'resident id', 'identity number', '身份证', '证件号'],
    { category: 'R', kind: 'chinese-id' },
  ],
  [['vin', 'chassis', '车架号'], { category: 'L', kind: 'vin' }],
  [['plate', 'license plate', 'licence plate', 'vrm', '车牌'], { category: 'L', kind: 'licence-plate' }],
  [
    ['license', 'licence', 'license number', 'certificate', 'driver license', '执照', '证书', '驾照', '驾驶证'],
    { category: 'K', look: 'codes' },
  ],
  [['mac', 'mac address'], { category: 'M', kind: 'mac-address' }],
  [
    ['imei', 'device id', 'device', 'serial', 'serial number', 'udid', '设备号', '序列号'],
    { category: 'M', look: 'codes' },
  ],
  [['ip', 'ip address', 'ipv4', 'ipv6'], { category: 'O', kind: 'ip-address' }],
  [['url', 'website', 'homepage', 'web', '网址', '主页'], { category: 'N', kind: 'url' }],
  [
    [
      'fingerprint',
      'voiceprint',
      'voice print',
      'biometric',
      'iris scan',
      'retina',
      'face embedding',
      '指纹',
      '声纹',
      '虹膜',
      '人脸特征',
    ],
    { category: 'P', look: 'any' },
  ],
  [
    ['photo', 'photograph', 'portrait', 'face image', 'selfie', 'avatar', '照片', '头像', '人脸'],
    { category: 'Q', look: 'any' },
  ],
  [
    ['birth', 'birthdate', 'birth date', 'date of birth', 'dob', 'birthday', 'born', '出生', '生日'],
    { category: 'C', kind: 'birth-date' },
  ],
  [['age', '年龄'], { category: 'C', kind: 'age-over-89' }],
  [
    [
      'date',
      'admission',
      'admitted',
      'discharge',
      'discharged',
      'death',
      'died',
      'visit',
      'timestamp',
      '日期',
      '时间',
      '入院',
      '出院',
    ],
    { category: 'C', kind: 'date' },
  ],
  [
    ['zip', 'zip code', 'zipcode', 'postcode', 'postal', 'postal code', '邮编', '邮政编码'],
    { category: 'B', kind: 'zip-code' },
  ],
  [
    ['latitude', 'longitude', 'lat', 'lon', 'lng', 'gps', 'coordinates', 'geocode', '经度', '纬度', '坐标', '经纬度'],
    { category: 'B', kind: 'coordinates' },
  ],
  [
    [
      'address',
      'street',
      'city',
      'town',
      'county',
      'precinct',
      'district',
      'neighbourhood',
      'neighborhood',
      '地址',
      '住址',
      '城市',
      '区县',
      '街道',
      '籍贯',
    ],
    { category: 'B', look: 'words' },
  ],
  [
    [
      'first name',
      'last name',
      'full name',
      'given name',
      'middle name',
      'family name',
      'maiden name',
      'patient name',
      'customer name',
      'firstname',
      'lastname',
      'fullname',
      'surname',
      'forename',
      '姓名',
    ],
    { category: 'A', kind: 'name', look: 'words' },
  ],
  [['person', 'name', '名字', '患者', '联系人', '客户名'], { category: 'A', kind: 'name' }],
  [
    [
      'employee id',
      'employee number',
      'student id',
      'tax id',
      'user name',
      'username',
      'login',
      'handle',
      '工号',
      '学号',
      '用户名',
      '税号',
    ],
    { category: 'R', look: 'codes' },
  ],
  [
    ['password', 'passwd', 'secret', 'token', 'api key', 'apikey', 'access key', '密码', '口令', '密钥', '令牌'],
    { category: 'R', kind: 'secret' },
  ],
];

/** Things that have a name and are no person. */
const NO_PERSON = [
  'product',
  'file',
  'drug',
  'hospital',
  'company',
  'column',
  'brand',
  'model',
  'test',
  'disease',
  'host',
  'domain',
  'event',
];

/** `patientName`, `patient_name`, `Patient Name` → `patient name`. */
export const wordsOf = (name: string): string =>
  name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim();

export function namedColumn(name: string): NamedColumn | undefined {
  const words = ` ${wordsOf(name)} `;
  const says = (cue: string): boolean => (/[a-z]/.test(cue) ? words.includes(` ${cue} `) : words.includes(cue));
  const named = NAMINGS.find(([cues]) => cues.some(says))?.[1];
  if (named?.category === 'A' && NO_PERSON.some(says)) return undefined;
  return named;
}
