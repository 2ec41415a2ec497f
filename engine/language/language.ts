/** What a language server asks. Pure: documents, the catalogue and files come in as arguments. */
export { completionsAt } from './complete.js';
export { COMPLETION_KINDS, type Completion, type CompletionKind } from './completion.js';
export { hoverAt, type Hover } from './hover.js';
export { definitionsAt, referencesAt } from './navigation.js';
export { outlineOf, type OutlineEntry } from './outline.js';
export type { Location, Position } from './place.js';
export { rename, renameable, type Edit, type Renaming } from './rename.js';
export { Workspace, type LanguageOfReader, type WorkspaceSettings } from './workspace.js';
export { diagnosticsOf, type Diagnosed } from './diagnose.js';
export { openSource, type OpenSource } from './open-source.js';
