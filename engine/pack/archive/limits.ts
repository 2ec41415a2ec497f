/** Packs are texts: these are far above any, and far below what hurts. */
const MiB = 1 << 20;

export const MAX_ARCHIVE_BYTES = 16 * MiB;
export const MAX_UNPACKED_BYTES = 64 * MiB;
export const MAX_FILE_BYTES = 16 * MiB;
export const MAX_FILES = 10_000;
export const MAX_HEADER_BYTES = 64 * 1024;
/** Of unpacked to packed bytes, beyond the first MiB. Text packs to a tenth, at most a twentieth; zeros to a thousandth. */
export const MAX_RATIO = 100;
export const RATIO_FREE_BYTES = MiB;
