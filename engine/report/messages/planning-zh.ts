/** What a reader is told of a plan, in Chinese. */
import type { planning as english } from './planning-en.js';

export const planning: typeof english = {
  plan: {
    title: (n) => `${n} 项测量`,
    askedBy: '用于',
    until: (comparisons) => `测到有定论为止：${comparisons}`,
    fixed: '样本量固定，与回答无关',
    inFull: (outputs) =>
      outputs === '' ? '全部测量：没有规则将其与限值比较' : `全部测量：规则以其他方式引用 ${outputs}`,
    lacks: (needs) => `不执行：被评对象缺少 ${needs}`,
    cached: '已在缓存中',
    stale: (rule) => `在缓存中，但对 ${rule} 而言已过时`,
    datedTitle: '在该日不完全计入的规则',
    notCounting: (dates) => `不测量：${dates}`,
    expected: (time) => `约 ${time}`,
    unknownTime: '用时未知',
    nothingToRun: '没有需要执行的测量。',
    total: (time, unknown) =>
      [
        ...(time === undefined ? [] : [`总计约 ${time}。`]),
        ...(unknown === 0 ? [] : [`另有 ${unknown} 项测量在此用时未知。`]),
      ].join(''),
    rowsTitle: '在预期数值下通过所需的行数（功效 80 %）',
    rows: (n, counted) => `需 ${n} ${counted}`,
    never: '在该数值下无法通过',
    asks: (name, url, known, most) => `问题发往 ${url} 的 ${name}：已知 ${known} 个回答；${most}。`,
    budget: {
      none: '未设预算',
      most: (parts) => `每次检查至多 ${parts}`,
      requests: (n) => `${n} 次请求`,
      tokens: (n) => `${n} 个词元`,
      seconds: (n) => `${n} 秒`,
    },
    noRows: '无法给出所需行数：请用 --expect 输出=数值 说明预期。',
  },
};
