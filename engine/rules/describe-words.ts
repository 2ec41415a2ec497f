/** The words of `describeLogic`. `{0}`, `{1}`, `{2}` are the parts. */
export interface Words {
  readonly comparisons: Readonly<Record<string, string>>;
  readonly between: Readonly<Record<'<' | '<=', string>>;
  readonly each: Readonly<Record<'all' | 'some' | 'none', string>>;
  readonly and: string;
  readonly or: string;
  readonly not: string;
  readonly if: string;
  readonly elseIf: string;
  readonly else: string;
  readonly always: string;
  readonly never: string;
  readonly holds: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly list: string;
  readonly output: string;
  readonly open: string;
  readonly close: string;
}

export const ENGLISH: Words = {
  comparisons: {
    '==': '{0} is {1}',
    '===': '{0} is {1}',
    '!=': '{0} is not {1}',
    '!==': '{0} is not {1}',
    '<': '{0} is below {1}',
    '<=': '{0} is at most {1}',
    '>': '{0} is above {1}',
    '>=': '{0} is at least {1}',
    in: '{0} is one of {1}',
  },
  between: { '<': '{1} is between {0} and {2}, both excluded', '<=': '{1} is between {0} and {2}' },
  each: {
    all: 'for every item of {0}, {1}',
    some: 'for at least one item of {0}, {1}',
    none: 'for no item of {0}, {1}',
  },
  and: ' and ',
  or: ' or ',
  not: 'not ({0})',
  if: 'if {0}, then {1}',
  elseIf: '; else if {0}, then {1}',
  else: '; else {0}',
  always: 'always',
  never: 'never',
  holds: '{0} is true',
  minimum: 'the least of {0}',
  maximum: 'the greatest of {0}',
  list: ', ',
  output: '{1} of {0}',
  open: '(',
  close: ')',
};

export const CHINESE: Words = {
  comparisons: {
    '==': '{0}等于{1}',
    '===': '{0}等于{1}',
    '!=': '{0}不等于{1}',
    '!==': '{0}不等于{1}',
    '<': '{0}低于{1}',
    '<=': '{0}不高于{1}',
    '>': '{0}高于{1}',
    '>=': '{0}不低于{1}',
    in: '{0}属于{1}',
  },
  between: { '<': '{1}介于{0}与{2}之间（不含两端）', '<=': '{1}介于{0}与{2}之间' },
  each: { all: '{0}的每一项均满足：{1}', some: '{0}中至少一项满足：{1}', none: '{0}中没有一项满足：{1}' },
  and: '且',
  or: '或',
  not: '并非（{0}）',
  if: '若{0}，则{1}',
  elseIf: '；否则若{0}，则{1}',
  else: '；否则{0}',
  always: '恒成立',
  never: '恒不成立',
  holds: '{0}为真',
  minimum: '{0}中的最小值',
  maximum: '{0}中的最大值',
  list: '、',
  output: '{0}的{1}',
  open: '（',
  close: '）',
};
