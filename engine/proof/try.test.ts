import { it } from 'vitest';
import { resolvePolicies } from '/work/wt/compare/engine/tasks/policies.js';
import { fileSource } from '/work/wt/compare/engine/document/file-source.js';
import { comparePolicies } from '/work/wt/compare/engine/proof/compare-policies.js';
import { openZ3 } from '/work/wt/compare/engine/proof/z3.js';
const names=['sustainable-ai','medical-devices','gdpr','hipaa','eu-gpai','credit-scoring','automated-driving','cloud-serving','four-fifths'];
it('x', async () => {
  const z3 = await openZ3();
  let n=0, ms=0, parse=0;
  const solver={open:()=>{const s=z3.open(); return {...s, add:(x:string)=>{const t=performance.now(); s.add(x); parse+=performance.now()-t}, check: async()=>{const t=performance.now(); const r=await s.check(); const d=performance.now()-t; n++; ms+=d; if (d>300) console.log('slow',Math.round(d), r); return r;}}}};
  const asOf = new Date('2026-11-26T00:00:00Z');
  const p = names.map(n=>resolvePolicies(fileSource(), [{path:'policies/'+n}], asOf));
  for (const [a,b] of (process.env.P??'0,1').split(' ').map(x=>x.split(',').map(Number))) {
    const t=performance.now();n=ms=parse=0;
    const r = await comparePolicies({base:{policy:p[a]!.policy!,catalogue:p[a]!.catalogue}, other:{policy:p[b]!.policy!,catalogue:p[b]!.catalogue}, asOf}, solver);
    console.log(names[a],names[b], r.answer, r.relation, Math.round(performance.now()-t), 'checks',n,'in',Math.round(ms),'parse',Math.round(parse), r.rules.map(x=>x.answer[0]+(x.way??'')).join(' '));
  }
  await z3.close();
}, 300000);
