/** Settings on one line, with spaces where it may be broken; empty where there are none. */
export const settingsText = (settings: Readonly<Record<string, unknown>>): string =>
  Object.keys(settings).length === 0 ? '' : JSON.stringify(settings, undefined, 1).replace(/\n\s*/g, ' ');
