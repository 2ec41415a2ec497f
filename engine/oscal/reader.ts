/** Reads values of no known shape, and remembers where they are not what they should be. */

export interface OscalFault {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly hint?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const MAX_FAULTS = 20;
const MAX_TEXT = 200_000;
export const MAX_DEPTH = 20;

/** Control characters but tab and line feed, and those that turn the direction of writing: they can mislead a reader. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

export class OscalReader {
  readonly faults: OscalFault[] = [];

  fault(code: string, message: string, severity: OscalFault['severity'] = 'error', hint?: string): void {
    if (this.faults.length < MAX_FAULTS)
      this.faults.push({ code, severity, message, ...(hint === undefined ? {} : { hint }) });
  }

  get failed(): boolean {
    return this.faults.some(({ severity }) => severity === 'error');
  }

  fields(value: unknown, at: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    this.fault('ASSAY1373', `${at}: expected a mapping`);
    return {};
  }

  /** The items of a list with their places; none where there is no list. */
  items(fields: Fields, key: string, at: string): readonly (readonly [value: Fields, at: string])[] {
    return this.#list(fields, key, at).map((item, index) => {
      const place = `${at}.${key}[${index}]`;
      return [this.fields(item, place), place] as const;
    });
  }

  texts(fields: Fields, key: string, at: string): readonly string[] {
    return this.#list(fields, key, at).map((item, index) => this.#text(item, `${at}.${key}[${index}]`));
  }

  /** A text that may be absent; an empty one is none. */
  text(fields: Fields, key: string, at: string): string | undefined {
    const value = own(fields, key);
    const text = value === undefined ? '' : this.#text(value, `${at}.${key}`);
    return text === '' ? undefined : text;
  }

  needed(fields: Fields, key: string, at: string): string {
    const text = this.text(fields, key, at);
    if (text === undefined) this.fault('ASSAY1373', `${at}.${key} is absent`);
    return text ?? '';
  }

  #list(fields: Fields, key: string, at: string): readonly unknown[] {
    const value = own(fields, key);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault('ASSAY1373', `${at}.${key}: expected a list`);
    return [];
  }

  #text(value: unknown, at: string): string {
    if (typeof value !== 'string') {
      this.fault('ASSAY1373', `${at}: expected a text`);
      return '';
    }
    if (value.length > MAX_TEXT) {
      this.fault('ASSAY1374', `${at} has ${value.length} characters`);
      return '';
    }
    return value.replaceAll('\r\n', '\n').replace(UNPRINTABLE, '\ufffd');
  }
}

export const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
