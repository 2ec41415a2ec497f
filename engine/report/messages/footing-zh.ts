/** 报告结尾：依据、成本与读法。 */
import type { Messages } from './en.js';

export const footing: Pick<Messages, 'footer'> = {
  footer: {
    policy: (packs, digest) => `政策 ${packs}（${digest}）`,
    policyFromCommandLine: '由命令行指定：被评对象自身的选择已忽略',
    asOf: (date) => `截至 ${date}`,
    seed: (seed) => `随机种子 ${seed}，由政策和数据的摘要得出`,
    seedChosen: (seed) => `随机种子 ${seed}，由调用者指定`,
    measurements: (measured, cached) => `执行测量 ${measured} 项，取自缓存 ${cached} 项`,
    cost: (wall, cpu) => `用时 ${wall}，处理器时间 ${cpu}`,
    energy: (joules, meter, lower, upper) =>
      `本次检查耗能 ${joules}${lower === undefined ? '' : `，介于 ${lower} 与 ${upper} 之间`}（${meter}）。`,
    carbon: (grams, grid, lower, upper) =>
      `其用电产生碳排放 ${grams}${lower === undefined ? '' : `，介于 ${lower} 与 ${upper} 之间`}（${grid}）。`,
    noRegion: '未指明地区，取世界平均值，区间涵盖所有已公布的电网',
    noYear: '未注明年份',
    saved: (joules, seconds) => `取自缓存的数值节省了约 ${joules} 和 ${seconds} 的测量。`,
    adapter: (name, n) => `${n} 项测量在 ${name} 上运行。`,
    falseFailures: (n) => `假如每个数值都恰好等于其限值，预期最多有 ${n} 条规则被误判为不通过。`,
    legend: (s) =>
      `${s.estimate} 估计值   ${s.interval} ${s.level === '' ? '' : `${s.level} `}区间   ${s.limit} 限值   ${s.allowed} 规则允许的一侧`,
  },
};
