/** 关于重新写出的数据表和模型的用语。 */
import type { files as english } from './files-en.js';

export const files: typeof english = {
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

  sealing: {
    sealed: (from, to, bytes) => `已加密 ${from} -> ${to}（${bytes} 字节）`,
    opened: (from, to, bytes) => `已解密 ${from} -> ${to}（${bytes} 字节）`,
    plainStays: '明文文件仍在原处：待密文就位后请将其删除',
    interrupted: '已中断：手头的文件没有写出任何内容',
  },

  slimming: {
    wrote: (path, pruned, weights, sizes) => `已写入 ${path}：剪除 ${pruned}，权重存为 ${weights}，${sizes}`,
    sizes: (bytes, before) => `${bytes} 字节（原 ${before} 字节）`,
    operations: (share) => `节省的运算：${share}`,
    worse: (by) => `指标变差：${by}`,
    none: '未能证明有同样好的更小模型：没有写出任何内容',
    interrupted: '已中断：没有写出任何内容',
  },
};
