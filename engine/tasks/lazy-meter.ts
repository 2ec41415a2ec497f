/** The meter of a request, chosen once and not before it is needed: looking for one takes time at every start. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { ChosenMeter } from '../measure/meters/chosen-meter.js';
import type { MeterRequest } from '../measure/meters/choose-meter.js';

export type LazyMeter = { readonly meter: () => Promise<ChosenMeter> } | { readonly fault: Diagnostic };

const choosing = () => import('../measure/meters/choose-meter.js');

/** Meters that the user names are looked at right away: one that cannot be read is a fault of the request. */
export async function lazyMeter(request: MeterRequest): Promise<LazyMeter> {
  if ((request.meters ?? []).length > 0) {
    const chosen = await (await choosing()).chooseMeter(request);
    return 'fault' in chosen ? chosen : { meter: () => Promise.resolve(chosen.meter) };
  }
  let own: Promise<ChosenMeter> | undefined;
  return { meter: () => (own ??= choosing().then(({ ownMeter }) => ownMeter())) };
}
