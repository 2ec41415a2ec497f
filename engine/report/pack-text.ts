/** Packs on their way, for a terminal. */
import type {
  AddedPack,
  ListedPack,
  PackBuildOutcome,
  PackIdentity,
  PackKeygenOutcome,
  PackPublishOutcome,
  PackSigners,
  PackSignOutcome,
  PackVerifyOutcome,
} from '../pack-api.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, pageOf, type Page, type TextOptions } from './text/page.js';

type Built = NonNullable<PackBuildOutcome['built']>;

export function renderBuilt(raw: Built, options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  const built = neutraliseAll(raw);
  const size = built.bytes === undefined ? [] : [m.pack.bytes(built.bytes)];
  return finish(
    [
      `${paint.good('✓')} ${m.pack.tested(built.cases)}`,
      `${paint.strong(built.path)}  ${paint.faint([name(built), m.pack.built(built.files), ...size].join(' · '))}`,
      `  ${m.pack.digest} ${built.digest}`,
      ...(built.archiveDigest === undefined ? [] : [`  ${m.pack.archive} ${built.archiveDigest}`]),
    ],
    page,
  );
}

export function renderSigned(signed: NonNullable<PackSignOutcome['signed']>, options: TextOptions): string {
  const page = pageOf(options);
  const { m } = page;
  const dropped = signed.dropped === 0 ? [] : [m.pack.dropped(signed.dropped)];
  const about = [m.pack.signedWith(signed.keyId), m.pack.signatures(signed.signatures), ...dropped];
  return finish([head(signed, about, page)], page);
}

/** What goes into a TrustRoots document. */
export function renderKey(key: NonNullable<PackKeygenOutcome['key']>, options: TextOptions): string {
  const page = pageOf(options);
  const { publicKey, validFrom, validUntil } = key;
  const lines = [`publicKey: ${publicKey}`, `validFrom: ${validFrom}`, `validUntil: ${validUntil}`];
  return finish([page.m.pack.key, ...lines.map((line) => `    ${line}`)], page);
}

export function renderVerified({ pack, signers }: PackVerifyOutcome, ok: boolean, options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  if (pack === undefined) return '';
  const shown = neutraliseAll(pack);
  const mark = ok ? paint.good('✓') : paint.bad('✗');
  const title = paint.faint(`${page.say(shown.title)} · ${page.say(shown.publisher)}`);
  return finish(
    [
      `${mark} ${paint.strong(name(shown))}${ok ? '' : ` ${m.pack.refused}`}  ${title}`,
      `  ${m.pack.digest} ${shown.digest}`,
      ...(ok ? signerLines(signers, page) : []),
    ],
    page,
  );
}

export function renderPublished(
  raw: NonNullable<PackPublishOutcome['published']>,
  dryRun: boolean,
  options: TextOptions,
): string {
  const page = pageOf(options);
  const { m } = page;
  const published = neutraliseAll(raw);
  const say = published.unchanged ? m.pack.unchanged : dryRun ? m.pack.wouldPublish : m.pack.published;
  const unsigned = published.isSigned ? [] : [m.pack.unsigned];
  return finish([head(published, [say(published.at), m.pack.bytes(published.bytes), ...unsigned], page)], page);
}

export function renderAdded(added: readonly AddedPack[], options: TextOptions): string {
  const page = pageOf(options);
  return added.length === 0
    ? ''
    : finish(
        neutraliseAll(added).flatMap((pack) => addedLines(pack, page)),
        page,
      );
}

function addedLines(pack: AddedPack, page: Page): string[] {
  const { m } = page;
  const change =
    pack.before === undefined ? [] : [pack.before === pack.version ? m.pack.current : m.pack.from(pack.before)];
  const about = [...change, m.pack.added(pack.path, sourceText(pack.source))];
  return [head(pack, about, page), ...signerLines(pack.signers, page)];
}

export function renderPackList(packs: readonly ListedPack[], options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  if (packs.length === 0) return finish([m.pack.none], page);
  return finish(
    neutraliseAll(packs).flatMap((pack) => {
      const { source, path } = pack;
      const where = source === undefined || path === undefined ? m.pack.own : m.pack.added(path, sourceText(source));
      const ok = pack.diagnostics.every(({ severity }) => severity !== 'error');
      const refused = ok ? [] : [m.pack.refused];
      const signers = ok ? signerLines(pack.signers, page) : [];
      return [`${ok ? paint.good('✓') : paint.bad('✗')} ${head(pack, [...refused, where], page)}`, ...signers];
    }),
    page,
  );
}

const name = ({ id, version }: PackIdentity): string => `${id} ${version}`;

const head = (pack: PackIdentity, about: readonly string[], { paint }: Page): string =>
  `${paint.strong(name(pack))}  ${paint.faint(about.join(' · '))}`;

const signerLines = (signers: readonly PackSigners[], { m }: Page): string[] =>
  signers.map(
    ({ root, threshold, signers: names }) =>
      `  ${m.pack.verified(root)}: ${m.pack.by(names.join(m.listSeparator), threshold)}`,
  );

function sourceText(source: AddedPack['source']): string {
  switch (source.type) {
    case 'npm':
      return `npm:${source.name}@${source.range}`;
    case 'registry':
      return `${source.folder} (${source.range})`;
    case 'path':
      return source.path;
  }
}
