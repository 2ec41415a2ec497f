/** The words of hovers and completions, by the reader's language. */
import type { LanguageOfReader } from './workspace.js';

export interface Words {
  readonly about: Readonly<Record<'model' | 'procedure' | 'data' | 'training', string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly needs: string;
  readonly outputs: string;
  readonly unit: string;
  readonly range: string;
  readonly values: string;
  readonly items: string;
  readonly tighten: Readonly<Record<'up' | 'down', string>>;
  readonly adjustable: string;
  readonly fixed: string;
  /** `{0}` a value, `{1}` a layer, `{2}` a place. */
  readonly setBy: string;
  readonly citation: Readonly<Record<string, string>>;
  readonly level: Readonly<Record<string, string>>;
  readonly clause: string;
  readonly default: string;
  readonly noText: string;
}

const ENGLISH: Words = {
  about: {
    model: 'of the model as it is',
    procedure: 'of the procedure that makes the model (trains anew)',
    data: 'of the data',
    training: 'of the training',
  },
  types: {
    number: 'number',
    integer: 'whole number',
    boolean: 'true or false',
    enum: 'one of some texts',
    list: 'list',
    text: 'text',
  },
  needs: 'Needs',
  outputs: 'Gives',
  unit: 'Unit',
  range: 'Range',
  values: 'Values',
  items: 'Each item has',
  tighten: { up: 'may only be raised', down: 'may only be lowered' },
  adjustable: 'may be set freely',
  fixed: 'fixed by its owner',
  setBy: '{0} by {1} ({2})',
  citation: {
    verified: 'quoted from the text itself',
    secondary: 'from a secondary source',
    unverified: 'not checked against the text',
  },
  level: { shall: 'shall', should: 'should' },
  clause: 'Clause',
  default: 'Default',
  noText: 'The clause gives no text.',
};

const CHINESE: Words = {
  about: {
    model: '针对模型本身',
    procedure: '针对训练过程（会重新训练）',
    data: '针对数据',
    training: '针对训练',
  },
  types: {
    number: '数值',
    integer: '整数',
    boolean: '真或假',
    enum: '若干文本之一',
    list: '列表',
    text: '文本',
  },
  needs: '需要',
  outputs: '给出',
  unit: '单位',
  range: '取值范围',
  values: '可取值',
  items: '每一项含',
  tighten: { up: '只可上调', down: '只可下调' },
  adjustable: '可自由设定',
  fixed: '由所有者固定',
  setBy: '{0}，由 {1} 设定（{2}）',
  citation: { verified: '引自原文', secondary: '引自二手来源', unverified: '未与原文核对' },
  level: { shall: '必须', should: '应当' },
  clause: '条款',
  default: '默认',
  noText: '该条款未给出正文。',
};

export const wordsOf = (language: LanguageOfReader): Words => (language === 'zh' ? CHINESE : ENGLISH);

/** Parts go in as they are, never read as places themselves. */
export const fill = (pattern: string, ...parts: readonly unknown[]): string =>
  pattern.replace(/\{(\d)\}/g, (_, index: string) => String(parts[Number(index)] ?? ''));
