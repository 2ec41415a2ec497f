/** Pages for people and records for programs: all that the command line prints. Each is loaded on use. */
import type { Explanation, PlannedSubject } from '../api.js';
import type { DoctorReport } from '../doctor/doctor.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Catalogue } from '../plugins/contract.js';
import type { MaskingPage } from './masking-text.js';
import type { MeasurementPage } from './measurement-text.js';
import type { TextOptions } from './text/page.js';

export { FORMATS, REPORTERS, isReport } from './registry.js';
export type { Reporter, ReporterOptions } from './reporter.js';
export type { TextOptions } from './text/page.js';

export const renderJson = async (value: object): Promise<string> => (await import('./json.js')).renderJson(value);

export const renderDiagnostics = async (found: readonly Diagnostic[], options: TextOptions): Promise<string> =>
  (await import('./text/diagnostics.js')).renderDiagnostics(found, options);

export const renderMeasurement = async (measured: MeasurementPage, options: TextOptions): Promise<string> =>
  (await import('./measurement-text.js')).renderMeasurement(measured, options);

export const renderPlan = async (planned: PlannedSubject, options: TextOptions): Promise<string> =>
  (await import('./plan-text.js')).renderPlan(planned, options);

export const renderExplanation = async (explanation: Explanation, options: TextOptions): Promise<string> =>
  (await import('./explanation-text.js')).renderExplanation(explanation, options);

export const renderCatalogue = async (catalogue: Catalogue, options: TextOptions): Promise<string> =>
  (await import('./catalogue-text.js')).renderCatalogue(catalogue, options);

export const renderDoctor = async (report: DoctorReport, options: TextOptions): Promise<string> =>
  (await import('./doctor-text.js')).renderDoctor(report, options);

export const renderMasking = async (masked: MaskingPage, options: TextOptions): Promise<string> =>
  (await import('./masking-text.js')).renderMasking(masked, options);
