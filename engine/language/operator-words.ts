/** What each operator of the rule dialect asks, for whoever writes a rule. */
import type { Operator } from '../rules/operators.js';

interface Both {
  readonly en: string;
  readonly zh: string;
}

const SAME: Both = { en: 'The two are equal; never of a continuous figure.', zh: '两者相等；不可用于连续的测量值。' };
const OTHER: Both = { en: 'The two differ; never of a continuous figure.', zh: '两者不等；不可用于连续的测量值。' };
const CHOICE: Both = {
  en: 'Condition, then, and always an else: `{if: [c, a, b]}` is (c and a) or (not c and b).',
  zh: '条件、成立时、必有的否则：`{if: [c, a, b]}` 即（c 且 a）或（非 c 且 b）。',
};

export const OPERATOR_WORDS: Readonly<Record<Operator, Both>> = {
  var: {
    en: 'Reads a figure (`alias.output`), a parameter (`parameters.x`) or a fact (`subject.x`). No default.',
    zh: '读取测量值（`alias.output`）、参数（`parameters.x`）或事实（`subject.x`）。不带默认值。',
  },
  and: {
    en: 'All conditions hold. To fail, one must fail at α/k: k uncertain parts share the error.',
    zh: '所有条件均成立。不通过时须有一项在 α/k 处不成立：k 个不确定部分分担误差。',
  },
  or: {
    en: 'At least one condition holds. To pass, one must pass at α/k: k uncertain parts share the error.',
    zh: '至少一项条件成立。通过时须有一项在 α/k 处成立：k 个不确定部分分担误差。',
  },
  '!': { en: 'The condition does not hold.', zh: '条件不成立。' },
  '!!': { en: 'The condition itself.', zh: '条件本身。' },
  if: CHOICE,
  '?:': CHOICE,
  '==': SAME,
  '===': SAME,
  '!=': OTHER,
  '!==': OTHER,
  '<': {
    en: 'The first is below the second; with three parts, the middle one lies between, both ends excluded.',
    zh: '第一项低于第二项；三项时中间项介于两端之间（不含两端）。',
  },
  '<=': {
    en: 'The first is at most the second; with three parts, the middle one lies between.',
    zh: '第一项不高于第二项；三项时中间项介于两端之间。',
  },
  '>': { en: 'The first is above the second.', zh: '第一项高于第二项。' },
  '>=': { en: 'The first is at least the second.', zh: '第一项不低于第二项。' },
  '+': { en: 'Sum of quantities of one dimension.', zh: '同一量纲的和。' },
  '-': {
    en: 'Difference of quantities of one dimension; of one part, its negative.',
    zh: '同一量纲的差；一项时取负。',
  },
  '*': { en: 'Product; units combine.', zh: '积；单位随之合成。' },
  '/': { en: 'Quotient; units combine. The divisor is never 0.', zh: '商；单位随之合成。除数不得为 0。' },
  '%': { en: 'Remainder.', zh: '余数。' },
  min: { en: 'The least of quantities of one dimension.', zh: '同一量纲中的最小值。' },
  max: { en: 'The greatest of quantities of one dimension.', zh: '同一量纲中的最大值。' },
  in: { en: 'The text is one of a list of texts.', zh: '文本属于文本列表。' },
  all: {
    en: 'The condition holds for every item of a list; inside, `var` means the item. Of an empty list: undetermined.',
    zh: '列表中每一项均满足条件；其中 `var` 指该项。空列表为未定。',
  },
  some: {
    en: 'The condition holds for at least one item of a list; inside, `var` means the item.',
    zh: '列表中至少一项满足条件；其中 `var` 指该项。',
  },
  none: {
    en: 'The condition holds for no item of a list; inside, `var` means the item.',
    zh: '列表中没有一项满足条件；其中 `var` 指该项。',
  },
};
