import type { OscalImport, OscalProfile, OscalSelection } from './model.js';
import { readMetadata } from './read-metadata.js';
import { own, type OscalReader } from './reader.js';

type Fields = Readonly<Record<string, unknown>>;

export function readProfile(fields: Fields, reader: OscalReader): OscalProfile {
  const imports = reader.items(fields, 'imports', 'profile').map(([item, at]) => importOf(item, at, fields, reader));
  if (imports.length === 0) reader.fault('ASSAY1373', 'profile.imports is absent');
  const modify = own(fields, 'modify') === undefined ? {} : reader.fields(own(fields, 'modify'), 'profile.modify');
  const settings = reader.items(modify, 'set-parameters', 'profile.modify').map(([item, at]) => ({
    id: reader.needed(item, 'param-id', at),
    values: reader.texts(item, 'values', at),
  }));
  return {
    kind: 'profile',
    metadata: readMetadata(fields, 'profile.metadata', reader),
    imports,
    // What else can be set of a parameter, such as its label, is not kept.
    settings: settings.filter(({ values }) => values.length > 0),
  };
}

function importOf(fields: Fields, at: string, profile: Fields, reader: OscalReader): OscalImport {
  const href = reader.needed(fields, 'href', at);
  const excluded = reader.items(fields, 'exclude-controls', at);
  return {
    hrefs: href.startsWith('#') ? resourceHrefs(href.slice(1), at, profile, reader) : [href],
    include:
      own(fields, 'include-controls') === undefined
        ? 'all'
        : reader.items(fields, 'include-controls', at).map(([item, place]) => selectionOf(item, place, reader)),
    exclude: excluded.map(([item, place]) => selectionOf(item, place, reader)),
  };
}

function selectionOf(fields: Fields, at: string, reader: OscalReader): OscalSelection {
  return {
    ids: reader.texts(fields, 'with-ids', at),
    patterns: reader.items(fields, 'matching', at).map(([item, place]) => reader.needed(item, 'pattern', place)),
    withChildren: own(fields, 'with-child-controls') === 'yes',
  };
}

/** Of `#uuid`: the addresses of that resource, those that Assay can read first. */
function resourceHrefs(uuid: string, at: string, profile: Fields, reader: OscalReader): readonly string[] {
  const matter =
    own(profile, 'back-matter') === undefined ? {} : reader.fields(own(profile, 'back-matter'), 'profile.back-matter');
  const [resource, place = ''] =
    reader.items(matter, 'resources', 'profile.back-matter').find(([item]) => own(item, 'uuid') === uuid) ?? [];
  const hrefs = resource
    ? reader.items(resource, 'rlinks', place).map(([link, where]) => reader.needed(link, 'href', where))
    : [];
  if (hrefs.length === 0)
    reader.fault('ASSAY1377', `${at}.href: there is no resource ${uuid.slice(0, 60)} with an address`);
  const unreadable = (href: string): number => (/\.(json|ya?ml)$/i.test(href) ? 0 : 1);
  return [...hrefs].sort((a, b) => unreadable(a) - unreadable(b));
}
