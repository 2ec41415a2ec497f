import type { ProfileMetadata, StandardMetadata } from '../document/types.generated.js';
import { textIn } from '../document/text.js';

export const OSCAL_VERSION = '1.1.2';

export interface ExportOptions {
  /** Of texts that stand in several. */
  readonly language: string;
  /** OSCAL asks when a document was changed last: an ISO 8601 instant. */
  readonly lastModified: string;
}

export function metadataOf(
  metadata: StandardMetadata | ProfileMetadata,
  { language, lastModified }: ExportOptions,
): Readonly<Record<string, unknown>> {
  const source = 'source' in metadata ? metadata.source : undefined;
  const version = source?.version ?? ('sourceVersion' in metadata ? metadata.sourceVersion : undefined);
  return {
    title: textIn(metadata.title, language),
    'last-modified': lastModified,
    version: version ?? metadata.version,
    'oscal-version': OSCAL_VERSION,
    ...(source?.url !== undefined && {
      links: [{ href: source.url, rel: 'canonical', text: textIn(source.title, language) }],
    }),
    ...(metadata.remarks === undefined ? {} : { remarks: textIn(metadata.remarks, language) }),
  };
}
