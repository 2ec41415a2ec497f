/** 关于证明与门禁的用语。 */
import type { attesting as english } from './attesting-en.js';

export const attesting: typeof english = {
  attest: {
    wrote: (path) => `已出具证明：${path}`,
    signedWith: (key, signatures) => `以密钥 ${key} 签名，共 ${signatures} 个签名`,
    signedAs: (identity, signatures) => `经由 Sigstore 以 ${identity} 的身份签名，共 ${signatures} 个签名`,
    model: '模型',
    policy: '策略',
    report: '报告',
    holds: (until) => `仅因日期，判定将于 ${until} 改变`,
  },
  gate: {
    decision: {
      admitted: (model, policy) => `${model} 可以在 ${policy} 下部署。`,
      refused: (model, policy) => `${model} 不得在 ${policy} 下部署。`,
      undetermined: (model, policy) => `${model} 能否在 ${policy} 下部署，尚不能确定。`,
    },
    attestation: (file, line) => `${file}，第 ${line} 行`,
    accepted: '接受',
    refused: '拒绝',
    conditions: {
      signatures: '由受信任者签名',
      form: '本版本认识的格式',
      model: '正是该模型',
      verdict: '符合',
      whole: '判定了整个策略',
      report: '报告所述与其证据一致',
      policy: '同一策略，或经证明至少同样严格的策略',
      age: '不太旧，也不在未来',
      holds: '此后没有日期改变判定',
      'chosen-seed': '种子未经挑选',
      cached: '没有取自缓存的数值',
      waivers: '没有豁免',
      declared: '没有仅凭声明的证据',
      logged: '没有来自其他程序记录的证据',
      estimated: '没有由模型估计的证据',
    },
  },
};
