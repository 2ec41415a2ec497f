/** 中文界面文字；键与英文一致，由编译器保证。 */
import { fixed } from '../text/number.js';
import type { Messages } from './en.js';

export const zh: Messages = {
  listSeparator: '、',
  severity: { error: '错误', warning: '警告', notice: '提示' },
  hint: (text) => `处理办法：${text}`,
  verdict: { conforms: '符合', 'does-not-conform': '不符合', undetermined: '无法判定' },
  ruleVerdict: { pass: '通过', fail: '不通过', undetermined: '无法判定', 'not-applicable': '不适用' },
  level: { shall: '应', should: '宜' },
  area: { energy: '能耗', privacy: '隐私', explainability: '可解释性', evaluation: '评估' },
  basis: {
    observed: '由 Assay 实测',
    estimated: '由 Assay 实测结果推算',
    logged: '取自其他程序的记录',
    declared: '由他人声明',
  },
  clause: (id) => `条款 ${id}`,

  because: {
    conforms: (applicable, waived) =>
      waived === 0
        ? `全部适用的“应”级规则（${applicable} 条）均通过。`
        : `全部适用的“应”级规则（${applicable} 条）均通过或已豁免（${waived} 条）。`,
    fails: (rules, n) => `${n} 条“应”级规则不通过：${rules}。`,
    undetermined: (rules, n) => `没有“应”级规则不通过，但现有证据不足以判定其中 ${n} 条：${rules}。`,
    alsoUndetermined: (rules, n) => `另有 ${n} 条“应”级规则无法判定：${rules}。`,
  },
  rulesCounted: (n) => `${fixed(n, 0)} 条规则`,
  waivedCount: (n) => `${n} 条已豁免`,

  reason: {
    passes: (level, support) => `证据在 ${level} 置信度下支持该要求（支持度 ${support}）。`,
    passesExactly: '满足要求；该数值没有抽样误差。',
    passesPoint: '估计值满足限值；条款本身按估计值判定。',
    fails: (level, support) => `证据在 ${level} 置信度下否定该要求（支持度 ${support}）。`,
    failsExactly: '不满足要求；该数值没有抽样误差。',
    failsPoint: '估计值不满足限值；条款本身按估计值判定。',
    passesLogic: (level) => `各项比较合在一起，在 ${level} 置信度下成立。`,
    failsLogic: (level) => `各项比较合在一起，在 ${level} 置信度下被否定。`,
    uncertain: (level, support) =>
      `抽样误差跨越限值：在 ${level} 置信度下，证据既不支持也不否定该要求（支持度 ${support}）。`,
    bounded: '限值落在系统性范围之内：增加同类数据也不会缩小这一范围。',
    basis: (basis, accepted) => `该数值${basis}；规则只接受：${accepted}。`,
    basisUnknown: (accepted) => `该数值的依据不被规则接受；规则只接受：${accepted}。`,
    unmeasured: {
      'missing-input': '未测量：缺少所需的输入',
      unsupported: '未测量：该被评对象无法给出此项结果',
      'timed-out': '未测量：测量超时',
      failed: '未测量：测量失败',
      'out-of-domain': '未测量：数据超出该方法可以保证的范围',
      stale: '未测量：证据已过期',
      budget: '未测量：预算已用尽',
    },
    withDetail: (reason, detail) => (detail === '' ? `${reason}。` : `${reason}：${detail}。`),
    undeterminedCondition: '无法得知该规则是否适用。',
  },
  notMeasured: '未测量',
  needs: (operator, limit) => `要求 ${operator} ${limit}`,
  interval: (level) => `${level} 区间`,
  moreComparisons: (n) => `另有 ${n} 项比较`,

  settle: {
    rows: (rows) => `总共约 ${rows} 行数据即可判定（功效 80 %，假定估计值不变）。`,
    repeats: (repeats) => `总共约 ${repeats} 次重复即可判定（功效 80 %，假定估计值不变）。`,
    never: '在当前估计值下，增加数据也不会使其通过。',
    provide: (what) => `若要判定，请提供：${what}。`,
  },
  remedy: (text) => `改进办法：${text}`,
  waiver: {
    applied: (until, by) => `${by} 已批准豁免，有效期至 ${until}`,
    expired: (until, by) => `${by} 批准的豁免已于 ${until} 到期，不再有效`,
    forbidden: (by) => `${by} 批准的豁免无效：该规则不得豁免`,
    'not-covering': (by, covers) => `${by} 批准的豁免只涵盖：${covers}`,
    unneeded: (by) => `${by} 批准的豁免并无必要`,
  },
  waived: '已豁免',

  section: {
    switchedOff: '因事实而不适用的规则',
    notAssessed: '未评估：没有对应规则的条款',
    findings: '提示',
    changes: (since) => `与 ${since} 的报告相比的变化`,
  },
  factIs: (fact, value) => `${fact} 为 ${value}`,
  conditionNotMet: '不满足适用条件',
  moreFindings: (n) => `另有 ${n} 条`,

  change: {
    none: '没有变化。',
    verdict: (before, after) => `${before} → ${after}`,
    estimate: (output, before, after) => `${output}：${before} → ${after}`,
    rule: { added: '新增规则', removed: '规则已不在政策之中' },
    part: {
      policy: '政策已不同。',
      model: '模型已不同。',
      data: '数据已不同。',
      subject: '被评对象的文件内容已不同。',
      seed: '随机种子已不同。',
      engine: (before, after) => `Assay 版本 ${before} → ${after}。`,
    },
  },

  footer: {
    policy: (packs, digest) => `政策 ${packs}（${digest}）`,
    policyFromCommandLine: '由命令行指定：被评对象自身的选择已忽略',
    asOf: (date) => `截至 ${date}`,
    seed: (seed) => `随机种子 ${seed}，由政策和数据的摘要得出`,
    seedChosen: (seed) => `随机种子 ${seed}，由调用者指定`,
    measurements: (measured, cached) => `执行测量 ${measured} 项，取自缓存 ${cached} 项`,
    cost: (wall, cpu) => `用时 ${wall}，处理器时间 ${cpu}`,
    adapter: (name, n) => `${n} 项测量在 ${name} 上运行。`,
    falseFailures: (n) => `假如每个数值都恰好等于其限值，预期最多有 ${n} 条规则被误判为不通过。`,
    legend: (s) =>
      `${s.estimate} 估计值   ${s.interval} ${s.level === '' ? '' : `${s.level} `}区间   ${s.limit} 限值   ${s.allowed} 规则允许的一侧`,
  },
  unread: '无法检查',

  measurement: {
    output: '输出',
    estimate: '估计值',
    interval: (level) => `${level} 区间`,
    n: 'n',
    basis: '依据',
    items: (n) => `${n} 项`,
    exact: '精确',
    seed: (seed) => `随机种子 ${seed}`,
    cached: '取自缓存',
    took: (time) => `用时 ${time}`,
    moreRows: (n) => `…… 另有 ${n} 行`,
    yes: '是',
    no: '否',
  },

  plan: {
    title: (n) => `${n} 项测量`,
    askedBy: '用于',
    lacks: (needs) => `不执行：被评对象缺少 ${needs}`,
    cached: '已在缓存中',
    expected: (time) => `约 ${time}`,
    unknownTime: '未曾在此执行',
    nothingToRun: '没有需要执行的测量。',
    total: (time, unknown) =>
      [
        ...(time === undefined ? [] : [`总计约 ${time}。`]),
        ...(unknown === 0 ? [] : [`另有 ${unknown} 项测量在此用时未知。`]),
      ].join(''),
    rowsTitle: '在预期数值下通过所需的行数（功效 80 %）',
    rows: (n) => `${n} 行`,
    never: '在该数值下无法通过',
    noRows: '无法给出所需行数：请用 --expect 输出=数值 说明预期。',
  },

  explain: {
    clause: '条款',
    level: '级别',
    confidence: '置信度',
    basis: '依据',
    when: '适用条件',
    always: '始终适用',
    require: '要求',
    measures: '测量',
    source: '出处',
    waivers: { allowed: '可以豁免', forbidden: '不得豁免' },
    byPoint: '按估计值判定，与条款本身一致',
    verdictIn: (subject, asOf) => `对 ${subject} 的判定（截至 ${asOf}）`,
    citation: { verified: '引文已核实', secondary: '引自二手来源', unverified: '引文未核实' },
  },

  masking: {
    head: (subject, plan, version) => `${subject}：按 ${plan} ${version} 脱敏`,
    table: (file, rows, suppressed, took) => `${file}：${rows} 行，删除 ${suppressed} 行，用时 ${took}`,
    columns: ['列', '操作', '原有取值数', '之后'],
    classes: (n) => `${n} 个等价类`,
    averageRisk: (risk) => `平均风险 ${risk}`,
    penalty: (loss) => `确定性惩罚 ${loss}`,
    discernibility: (sum) => `可辨识度 ${sum}`,
    averageClassSize: (ratio) => `平均等价类为 k 的 ${ratio} 倍`,
    metric: (name, before, after, interval) =>
      `用脱敏数据重新训练后，模型的 ${name}：之前 ${before}，之后 ${after}；变化 ${interval}（90%）。`,
    verdict: {
      'not-worse': (margin) => `下降不超过 ${margin}（95% 置信度）。`,
      worse: (margin) => `下降超过 ${margin}（95% 置信度）。`,
      undetermined: (margin) => `下降是否超过 ${margin} 尚不能确定（95% 置信度）：增加重复次数或行数可以判明。`,
    },
    notCompared: (why) => `未比较模型指标：${why}。`,
    wrote: (file) => `已写入 ${file}`,
    next: (command) => `下一步：${command}`,
  },

  doctor: {
    group: {
      machine: '机器',
      backends: '后端',
      accelerators: '加速器（物理设备）',
      devices: '逻辑设备（--device）',
      meters: '能耗计量',
      storage: '存储',
    },
  },
};
