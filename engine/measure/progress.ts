/** What happens to a measurement, as it happens. */
export interface ProgressEvent {
  readonly key: string;
  readonly plugin: string;
  readonly state: 'queued' | 'running' | 'cached' | 'done' | 'failed';
  /** While running, where the plugin says how far it is. */
  readonly done?: number;
  readonly total?: number;
  readonly note?: string;
}
