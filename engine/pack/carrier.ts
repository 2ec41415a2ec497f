import type { PackDocument } from '../document/types.generated.js';

/** The `package.json` by which npm's registries know a pack. */
export function carrierText({ metadata }: PackDocument): string {
  const { title, license } = metadata;
  const description = typeof title === 'string' ? title : (title['en'] ?? Object.values(title)[0]);
  const value = {
    name: npmName(metadata),
    version: metadata.version,
    description,
    ...(license !== undefined && { license }),
    keywords: ['assay-pack'],
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

export const npmName = ({ id, npm }: PackDocument['metadata']): string => npm ?? id;
