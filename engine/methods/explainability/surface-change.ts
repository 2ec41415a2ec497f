/** Changes of how a text is set that leave what it says. */

export const SURFACE_CHANGES = ['spacing', 'punctuation', 'case'] as const;
export type SurfaceChange = (typeof SURFACE_CHANGES)[number];

/**
 * `spacing`: two spaces for one; `punctuation`: no mark of a sentence or clause at the end of a word; `case`: lower case.
 * Spans are changed one by one, so that they stay the same spans.
 */
export function changedSurface(text: string, change: SurfaceChange): string {
  switch (change) {
    case 'spacing':
      return text.replace(/ /gu, '  ');
    case 'punctuation':
      return text.replace(/[.,;:!?。，；：！？、]+(?=\s|$)/gu, '');
    case 'case':
      return text.toLowerCase();
  }
}
