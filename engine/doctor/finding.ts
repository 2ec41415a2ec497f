/** What this machine offers, and for what it does not, why not. */
export interface Finding {
  readonly name: string;
  readonly present: boolean;
  /** What it is, or why it is absent and what would change that. */
  readonly detail: string;
}

export const DOCTOR_GROUPS = ['machine', 'backends', 'accelerators', 'devices', 'meters', 'storage'] as const;
export type DoctorGroup = (typeof DOCTOR_GROUPS)[number];

export type DoctorReport = Readonly<Record<DoctorGroup, readonly Finding[]>>;

export const found = (name: string, detail: string): Finding => ({ name, present: true, detail });
export const absent = (name: string, detail: string): Finding => ({ name, present: false, detail });
