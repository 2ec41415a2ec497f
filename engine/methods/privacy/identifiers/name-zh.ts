import { isHan } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';
import { COMPOUND_SURNAMES, GIVEN, SURNAMES } from './lists/names-zh.js';

const SINGLE = new Set(SURNAMES);
/** Before a title: rarer ones are rather the end of a word (`值班医生`). */
const COMMON = new Set(SURNAMES.slice(0, 120));
const NAMING = new Set(GIVEN);
const BEFORE = [
  ...[
    '姓名',
    '患者',
    '病人',
    '联系人',
    '客户',
    '用户',
    '员工',
    '家属',
    '监护人',
    '收件人',
    '申请人',
    '经办人',
    '叫',
    '名为',
  ],
  ...[
    '我是',
    '医生',
    '医师',
    '护士',
    '同事',
    '同学',
    '朋友',
    '妻子',
    '丈夫',
    '儿子',
    '女儿',
    '母亲',
    '父亲',
    '负责人',
    '法人',
  ],
];
const AFTER = /^(?:先生|女士|小姐|医生|大夫|教授|老师|同志|主任|护士|经理|阿姨|师傅|博士|同学|院长|律师|太太)/;
/** What may follow a name in a sentence: punctuation, and words that take a person. */
const GOES_ON =
  /^(?:$|[\s,，。、；;:：！？!?()（）“”"「」]|的|在|于|是|因|和|与|说|表示|将|已|向|对|从|把|被|为|称|来|到|提|反|打|要|也|就|今|昨|住|，)/;
/** What stands before a name by itself: words that take a person; before one of three characters also signs. */
const TAKES = new Set('由与跟给对向为找请据随同被让问经');
const OPENS = /^[\s,，。、；;:：！？!?()（）“”"「」和是]$/;

/**
 * A surname and one or two characters: after a word for a person or before a title; where both characters often stand in
 * names, also by itself between signs. In a column of names a cell of two to four characters.
 */
export const chineseName: Detector = (text, start, _end, context) => {
  if (!SINGLE.has(text[start]!) && !COMPOUND_SURNAMES.has(text.slice(start, start + 2))) return undefined;
  const surname = COMPOUND_SURNAMES.has(text.slice(start, start + 2)) ? 2 : 1;
  const from = start + surname;
  let most = 0;
  while (most < 3 && isHan(text.charCodeAt(from + most))) most++;
  const whole = start === 0 && from + most === text.length;
  if (whole && context.hints.has('name') && most >= 1 && most <= 2) return found('name', 0, text.length, false);
  const entitled = surname === 2 || COMMON.has(text[start]!);
  if (entitled && AFTER.test(text.slice(from, from + 2))) return found('name', start, from, false);
  const cued = isCued(text, start);
  const taken = TAKES.has(text[start - 1] ?? '');
  const bounded = start === 0 || OPENS.test(text[start - 1]!);
  for (let given = Math.min(2, most); given >= 1; given--) {
    const end = from + given;
    const after = text.slice(end, end + 2);
    if (AFTER.test(after)) return found('name', start, end, false);
    const naming = NAMING.has(text[from]!) && NAMING.has(text[end - 1]!);
    if (cued && (GOES_ON.test(after) || (naming && given === 2))) return found('name', start, end, false);
    if (taken && naming && !'省市县区州镇'.includes(text[end] ?? '?')) return found('name', start, end, false);
    if (bounded && naming && given === 2 && GOES_ON.test(after)) return found('name', start, end, false);
  }
  return undefined;
};

const LAST_OF_CUES = new Set(BEFORE.map((cue) => cue.at(-1)!));
const SIGNS = ' :：“"\'（(\t';

function isCued(text: string, start: number): boolean {
  let at = start;
  while (start - at < 3 && at > 0 && SIGNS.includes(text[at - 1]!)) at--;
  return LAST_OF_CUES.has(text[at - 1] ?? '') && BEFORE.some((cue) => text.startsWith(cue, at - cue.length));
}
