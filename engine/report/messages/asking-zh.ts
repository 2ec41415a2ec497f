/** 向语言模型提问的数量，以及提前停止所节省的部分。 */
import type { Messages } from './en.js';

export const asking: Pick<Messages, 'asking'> = {
  asking: {
    title: '已问与节省',
    columns: { quantity: '项目', asked: '已问', spared: '节省', unit: '单位' },
    quantities: {
      questions: '题数',
      answers: '回答数',
      probabilities: '给定文本的概率',
      promptTokens: '提示词元',
      answerTokens: '回答词元',
      money: '费用',
      energy: '回答的能耗',
    },
    ofJudge: (quantity) => `评判模型的${quantity}`,
    atLeast: (quantity) => `${quantity}（至少）`,
    atMost: (quantity) => `${quantity}（至多）`,
    energyTitle: '能耗的依据',
    energyBy: {
      meter: 'energy/tokens 由电表读得的每词元能耗',
      regression: '按声明的模型规模套用已发表的回归式',
    },
    energyOf: (source, basis) => `按回答的词元数计，依据：${source}（${basis}）。`,
    energyOfJudge: '不含评判模型的能耗：无人说明其规模。',
    energyUnknown: (reason) => `未知：${reason}。`,
    ofRule: (asked, all) => `共 ${all} 题，已问 ${asked} 题。`,
    ofCheck: (asked, all) => `向语言模型的题目共 ${all} 题，已问 ${asked} 题。`,
    spared: (questions, what) => `其余 ${questions} 题未问，约节省${what}。`,
    energy: (joules, basis, lower, upper) =>
      `${joules}（${lower === undefined ? '' : `${lower} 至 ${upper}；`}${basis}）`,
    promptTokens: (tokens) => `提示词元 ${tokens} 个`,
    answerTokens: (tokens) => `回答词元 ${tokens} 个`,
    judged: (what) => `评判模型的${what}`,
    and: '、',
  },
};
