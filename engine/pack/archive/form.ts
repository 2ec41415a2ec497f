/** A pack's own archive, or npm's, which has a `package.json` and a folder around all files. */
export type ArchiveForm = 'tar' | 'npm';

export const PREFIX: Readonly<Record<ArchiveForm, string>> = { tar: '', npm: 'package/' };
