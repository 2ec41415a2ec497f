const MiB = 1 << 20;

/** What is unpacked at most, in bytes. */
export interface ArchiveLimits {
  readonly archive: number;
  readonly unpacked: number;
  readonly file: number;
  readonly files: number;
}

/** Packs are texts: these are far above any, and far below what hurts. */
export const PACK_LIMITS: ArchiveLimits = {
  archive: 16 * MiB,
  unpacked: 64 * MiB,
  file: 16 * MiB,
  files: 10_000,
};

export const MAX_HEADER_BYTES = 64 * 1024;
/** Of unpacked to packed bytes, beyond the first MiB. Text packs to a tenth, at most a twentieth; zeros to a thousandth. */
export const MAX_RATIO = 100;
export const RATIO_FREE_BYTES = MiB;
