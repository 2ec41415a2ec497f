import type { OutputSpec, ScalarSpec } from '../contract.js';

type Words = readonly [en: string, zh: string];

/** The perturbations in the names of outputs, and in words. */
export const PERTURBED = {
  noise: ['Noise', 'under noise', '噪声下'],
  missing: ['Missing', 'with missing values', '有缺失值时'],
  swap: ['Swap', 'with categories swapped', '类别被调换时'],
  scaling: ['Scaling', 'with all numbers scaled up or down', '全部数值放大或缩小时'],
  shift: ['Shift', 'with one column shifted up or down', '某一列上移或下移时'],
  search: ['Search', 'at the worst points that the search found in the box', '搜索所得箱内最差点上'],
} as const;
export type PerturbedName = keyof typeof PERTURBED;

const numberOf = ([en, zh]: Words, range: readonly [number | null, number | null]): ScalarSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});
const metric = (words: Words): ScalarSpec => numberOf(words, [0, null]);
const drop = (words: Words): ScalarSpec => numberOf(words, [null, null]);
const share = (words: Words): ScalarSpec => numberOf(words, [0, 1]);

const underEach = (
  prefix: string,
  spec: (words: Words) => ScalarSpec,
  words: Words,
): Readonly<Record<string, OutputSpec>> =>
  Object.fromEntries(
    Object.values(PERTURBED).map(([name, en, zh]) => [
      `${prefix}${name}`,
      spec([`${words[0]} ${en}`, `${zh}${words[1]}`]),
    ]),
  );

export const ROBUSTNESS_OUTPUTS: Readonly<Record<string, OutputSpec>> = {
  clean: metric(['The metric on the rows as they are', '未扰动数据上的指标值']),
  minRecallClean: share(['Recall of the worst class on the rows as they are', '未扰动数据上最差类别的召回率']),
  ...underEach('under', metric, ['The metric', '的指标值']),
  ...underEach('dropUnder', drop, ['How much worse the metric is', '指标变差的幅度']),
  ...underEach('minRecallUnder', share, ['Recall of the worst class', '最差类别的召回率']),
  ...underEach('flipRateUnder', share, ['Share of answers that change', '预测发生改变的占比']),
  worst: metric(['The metric under the worst of the perturbations but the search', '各扰动（搜索除外）中最差的指标值']),
  maxDrop: drop(['Greatest drop of the metric under any of them', '各扰动下指标变差的最大幅度']),
  minRecall: share(['Recall of the worst class under the worst of them', '各扰动下最差类别召回率的最小值']),
  maxFlipRate: share(['Greatest share of answers that change under any of them', '各扰动下预测改变占比的最大值']),
  worstInBox: metric([
    'The metric at the worst points of the box: known to be no better than found, never shown to be good',
    '箱内最差点上的指标值（只知不优于搜索所得，不能据此证明良好）',
  ]),
  minRecallInBox: share([
    'Recall of the worst class there: known to be no better than found',
    '箱内最差点上最差类别的召回率（只知不优于搜索所得）',
  ]),
  flipRateInBox: share([
    'Share of rows with another answer in their box: known to be no less than found',
    '箱内存在不同预测的行占比（只知不少于搜索所得）',
  ]),
};
