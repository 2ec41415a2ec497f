import { textIn } from '../../document/text.js';
import type { Detail } from '../detail.js';

/** Details of how one of the two sets was asked, told from those of the other. */
export const detailsOfSet = (
  details: readonly Detail[],
  id: string,
  set: { readonly en: string; readonly zh: string },
): readonly Detail[] =>
  details.map((detail) => ({
    ...detail,
    id: `${id}-${detail.id}`,
    title: { en: `${set.en}: ${textIn(detail.title, 'en')}`, zh: `${set.zh}：${textIn(detail.title, 'zh')}` },
  }));
