import { relative, sep } from 'node:path';

/** A path as reports and diagnostics name it: relative to the working folder, with `/`. */
export const shown = (path: string): string => (relative('', path) || '.').split(sep).join('/');
