import type { DetectorQuality, Measured } from './detected-range.js';

/** How well the detector of one kind of identifier finds it. */
export interface KindQuality extends DetectorQuality {
  /** Of texts that hold no identifier, those in which it found none. */
  readonly specificity: Measured;
}

export type QualityByLanguage = Readonly<Partial<Record<'en' | 'zh', KindQuality>>>;
