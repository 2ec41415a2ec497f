import type { OscalMetadata } from './model.js';
import { own, type OscalReader } from './reader.js';

export function readMetadata(
  fields: Readonly<Record<string, unknown>>,
  at: string,
  reader: OscalReader,
): OscalMetadata {
  const metadata = reader.fields(own(fields, 'metadata'), at);
  const remarks = reader.text(metadata, 'remarks', at);
  const canonical = reader
    .items(metadata, 'links', at)
    .map(([link, place]) => ({
      rel: reader.text(link, 'rel', place),
      href: reader.text(link, 'href', place) ?? '',
      text: reader.text(link, 'text', place),
    }))
    .find(({ rel, href }) => rel === 'canonical' && href.length <= 2000 && /^https?:/.test(href) && URL.canParse(href));
  return {
    title: reader.needed(metadata, 'title', at),
    version: reader.needed(metadata, 'version', at),
    ...(remarks === undefined ? {} : { remarks }),
    ...(canonical && {
      canonical: { href: canonical.href, ...(canonical.text === undefined ? {} : { text: canonical.text }) },
    }),
  };
}

/** The value of a property of OSCAL's own namespace. */
export function propertyOf(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  at: string,
  reader: OscalReader,
): string | undefined {
  const [found, place = at] =
    reader.items(fields, 'props', at).find(([prop]) => own(prop, 'name') === name && own(prop, 'ns') === undefined) ??
    [];
  return found && reader.text(found, 'value', place);
}
